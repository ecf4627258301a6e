import type { Database } from '../database.ts';
import { columnOf, type Scope } from '../scope.ts';

/** Domains of an app, or the global domains from which new apps derive their own, in the order of addition. */
export class Domains {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  list(scope: Scope): string[] {
    return this.#database
      .all<{ domain: string }>('SELECT domain FROM domains WHERE app IS ? ORDER BY position', columnOf(scope))
      .map(({ domain }) => domain);
  }

  replace(scope: Scope, domains: readonly string[]): void {
    this.#database.transaction(() => {
      this.#database.run('DELETE FROM domains WHERE app IS ?', columnOf(scope));
      for (const [position, domain] of [...new Set(domains)].entries()) {
        this.#database.run(
          'INSERT INTO domains (app, domain, position) VALUES (?, ?, ?)',
          columnOf(scope),
          domain,
          position,
        );
      }
    });
  }
}
