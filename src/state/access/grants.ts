import type { Database } from '../database.ts';
import { columnOf, GLOBAL, type Scope } from '../scope.ts';

/** A user's role for one app or, in the global scope, for all apps. */
export interface Grant {
  user: string;
  scope: Scope;
  role: string;
}

export class Grants {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Returns all grants sorted by user, the global grant before those for apps. */
  list(): Grant[] {
    return this.#database
      .all<{ user: string; app: string | null; role: string }>(
        'SELECT user, app, role FROM grants ORDER BY user, app',
      )
      .map(({ user, app, role }) => ({ user, scope: app ?? GLOBAL, role }));
  }

  of(user: string): Grant[] {
    return this.#database
      .all<{ app: string | null; role: string }>('SELECT app, role FROM grants WHERE user = ?', user)
      .map(({ app, role }) => ({ user, scope: app ?? GLOBAL, role }));
  }

  /** Replaces the user's role in the scope. */
  set({ user, scope, role }: Grant): void {
    this.#database.run(
      `INSERT INTO grants (user, app, role) VALUES (?, ?, ?)
       ON CONFLICT (user, coalesce(app, '--global')) DO UPDATE SET role = excluded.role`,
      user,
      columnOf(scope),
      role,
    );
  }

  /** Returns false if the user had no role in the scope. */
  remove(user: string, scope: Scope): boolean {
    return this.#database.run('DELETE FROM grants WHERE user = ? AND app IS ?', user, columnOf(scope)) === 1;
  }

  removeAll(user: string): void {
    this.#database.run('DELETE FROM grants WHERE user = ?', user);
  }
}
