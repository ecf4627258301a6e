import type { Database } from '../database.ts';
import { columnOf, type Scope } from '../scope.ts';
import type { Seal } from '../seal.ts';

/** Config vars of apps and of the global scope, encrypted at rest. Methods return keys in sorted order. */
export class Config {
  readonly #database: Database;
  readonly #seal: () => Seal;

  constructor(database: Database, seal: () => Seal) {
    this.#database = database;
    this.#seal = seal;
  }

  all(scope: Scope): Record<string, string> {
    const rows = this.#database.all<{ key: string; sealed: Uint8Array }>(
      'SELECT key, sealed FROM config WHERE app IS ? ORDER BY key',
      columnOf(scope),
    );
    return Object.fromEntries(rows.map(({ key, sealed }) => [key, this.#seal().open(sealed)]));
  }

  /** Returns the environment of an app's containers: the global variables, overridden by those of the app. */
  merged(app: string): Record<string, string> {
    return this.effective(app).merged;
  }

  /** Returns the app's own variables, and the environment of the containers: those variables over the global ones. */
  effective(app: string): { own: Record<string, string>; merged: Record<string, string> } {
    const rows = this.#database.all<{ app: string | null; key: string; sealed: Uint8Array }>(
      `SELECT app, key, sealed FROM config WHERE coalesce(app, '--global') IN (?, '--global') ORDER BY key`,
      app,
    );
    const { own = [], global = [] } = Object.groupBy(rows, (row) => (row.app === null ? 'global' : 'own'));
    const open = (some: typeof rows) =>
      Object.fromEntries(some.map(({ key, sealed }) => [key, this.#seal().open(sealed)]));
    const values = open(own);
    const merged = { ...open(global), ...values };
    return {
      own: values,
      merged: Object.fromEntries(Object.entries(merged).sort(([a], [b]) => (a < b ? -1 : 1))),
    };
  }

  get(scope: Scope, key: string): string | undefined {
    const row = this.#database.get<{ sealed: Uint8Array }>(
      'SELECT sealed FROM config WHERE app IS ? AND key = ?',
      columnOf(scope),
      key,
    );
    return row && this.#seal().open(row.sealed);
  }

  set(scope: Scope, values: Record<string, string>): void {
    this.#database.transaction(() => {
      for (const [key, value] of Object.entries(values)) {
        this.#database.run(
          `INSERT INTO config (app, key, sealed) VALUES (?, ?, ?)
           ON CONFLICT (coalesce(app, '--global'), key) DO UPDATE SET sealed = excluded.sealed`,
          columnOf(scope),
          key,
          this.#seal().seal(value),
        );
      }
    });
  }

  /** Returns the deleted keys. */
  unset(scope: Scope, keys: readonly string[]): string[] {
    return this.#database.transaction(() =>
      keys.filter(
        (key) =>
          this.#database.run('DELETE FROM config WHERE app IS ? AND key = ?', columnOf(scope), key) > 0,
      ),
    );
  }

  copy(from: string, to: string): void {
    this.#database.run(
      'INSERT OR REPLACE INTO config (app, key, sealed) SELECT ?, key, sealed FROM config WHERE app = ?',
      to,
      from,
    );
  }
}
