import type { Database } from './database.ts';
import { columnOf, type Scope } from './scope.ts';
import type { Seal } from './seal.ts';

/** Settings that are encrypted in the database: by plugin and key, for an app or globally. */
export class Secrets {
  readonly #database: Database;
  readonly #seal: () => Seal;

  constructor(database: Database, seal: () => Seal) {
    this.#database = database;
    this.#seal = seal;
  }

  /** Returns the keys in sorted order, without decrypting a value. */
  keys(scope: Scope, plugin: string): string[] {
    return this.#database
      .all<{ key: string }>(
        'SELECT key FROM secrets WHERE app IS ? AND plugin = ? ORDER BY key',
        columnOf(scope),
        plugin,
      )
      .map(({ key }) => key);
  }

  get(scope: Scope, plugin: string, key: string): string | undefined {
    const row = this.#database.get<{ sealed: Uint8Array }>(
      'SELECT sealed FROM secrets WHERE app IS ? AND plugin = ? AND key = ?',
      columnOf(scope),
      plugin,
      key,
    );
    return row && this.#seal().open(row.sealed);
  }

  all(scope: Scope, plugin: string): Record<string, string> {
    const rows = this.#database.all<{ key: string; sealed: Uint8Array }>(
      'SELECT key, sealed FROM secrets WHERE app IS ? AND plugin = ? ORDER BY key',
      columnOf(scope),
      plugin,
    );
    return Object.fromEntries(rows.map(({ key, sealed }) => [key, this.#seal().open(sealed)]));
  }

  set(scope: Scope, plugin: string, values: Record<string, string>): void {
    this.#database.transaction(() => {
      for (const [key, value] of Object.entries(values)) {
        this.#database.run(
          `INSERT INTO secrets (app, plugin, key, sealed) VALUES (?, ?, ?, ?)
           ON CONFLICT (coalesce(app, '--global'), plugin, key) DO UPDATE SET sealed = excluded.sealed`,
          columnOf(scope),
          plugin,
          key,
          this.#seal().seal(value),
        );
      }
    });
  }

  /** Returns the deleted keys. */
  unset(scope: Scope, plugin: string, keys: readonly string[]): string[] {
    return this.#database.transaction(() =>
      keys.filter(
        (key) =>
          this.#database.run(
            'DELETE FROM secrets WHERE app IS ? AND plugin = ? AND key = ?',
            columnOf(scope),
            plugin,
            key,
          ) > 0,
      ),
    );
  }

  copy(from: string, to: string, plugin: string): void {
    this.#database.run(
      'INSERT OR REPLACE INTO secrets (app, plugin, key, sealed) SELECT ?, plugin, key, sealed FROM secrets WHERE app = ? AND plugin = ?',
      to,
      from,
      plugin,
    );
  }
}
