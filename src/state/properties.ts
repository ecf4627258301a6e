import type { Database } from './database.ts';
import { PropertyReader, type PropertyRow, PropertySnapshot } from './property-reader.ts';
import { columnOf, type Scope } from './scope.ts';

/** Settings of the `<plugin>:set` commands: plain strings by plugin and key, for an app or globally. */
export class Properties extends PropertyReader {
  readonly #database: Database;

  constructor(database: Database) {
    super();
    this.#database = database;
  }

  get(scope: Scope, plugin: string, key: string): string | undefined {
    return this.#database.get<{ value: string }>(
      'SELECT value FROM properties WHERE app IS ? AND plugin = ? AND key = ?',
      columnOf(scope),
      plugin,
      key,
    )?.value;
  }

  /** Returns all properties of a plugin in one scope. */
  all(scope: Scope, plugin: string): Record<string, string> {
    const rows = this.#database.all<{ key: string; value: string }>(
      'SELECT key, value FROM properties WHERE app IS ? AND plugin = ? ORDER BY key',
      columnOf(scope),
      plugin,
    );
    return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
  }

  /** Reads all properties of an app and of the global scope with one statement. */
  snapshot(app: Scope): PropertySnapshot {
    const rows = this.#database.all<PropertyRow>(
      `SELECT app, plugin, key, value FROM properties WHERE coalesce(app, '--global') IN (?, '--global')
       ORDER BY key`,
      app,
    );
    return new PropertySnapshot(app, rows);
  }

  set(scope: Scope, plugin: string, key: string, value: string): void {
    this.#database.run(
      `INSERT INTO properties (app, plugin, key, value) VALUES (?, ?, ?, ?)
       ON CONFLICT (coalesce(app, '--global'), plugin, key) DO UPDATE SET value = excluded.value`,
      columnOf(scope),
      plugin,
      key,
      value,
    );
  }

  unset(scope: Scope, plugin: string, key: string): void {
    this.#database.run(
      'DELETE FROM properties WHERE app IS ? AND plugin = ? AND key = ?',
      columnOf(scope),
      plugin,
      key,
    );
  }

  /** Returns the apps with exactly this value, sorted. */
  scopesWith(plugin: string, key: string, value: string): Scope[] {
    return this.#database
      .all<{ app: string }>(
        'SELECT app FROM properties WHERE plugin = ? AND key = ? AND value = ? AND app IS NOT NULL ORDER BY app',
        plugin,
        key,
        value,
      )
      .map(({ app }) => app);
  }

  copy(from: string, to: string): void {
    this.#database.run(
      'INSERT OR REPLACE INTO properties (app, plugin, key, value) SELECT ?, plugin, key, value FROM properties WHERE app = ?',
      to,
      from,
    );
  }
}
