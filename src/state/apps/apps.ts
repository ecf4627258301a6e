import type { Database } from '../database.ts';

export interface App {
  name: string;
  createdAt: number;
  /** E.g. `git-push`, `docker-image`; undefined before the first deploy. */
  deploySource: string | undefined;
  deploySourceMetadata: string | undefined;
  /** User who locked deploys with `apps:lock`; `lockedAt` is the time of that lock. */
  lockedBy: string | undefined;
  lockedAt: number | undefined;
}

interface AppRow {
  name: string;
  created_at: number;
  deploy_source: string | null;
  deploy_source_metadata: string | null;
  locked_by: string | null;
  locked_at: number | null;
}

export class Apps {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  list(): App[] {
    return this.#database.all<AppRow>('SELECT * FROM apps ORDER BY name').map(fromRow);
  }

  names(): string[] {
    return this.#database
      .all<{ name: string }>('SELECT name FROM apps ORDER BY name')
      .map(({ name }) => name);
  }

  find(name: string): App | undefined {
    const row = this.#database.get<AppRow>('SELECT * FROM apps WHERE name = ?', name);
    return row && fromRow(row);
  }

  exists(name: string): boolean {
    return this.#database.get('SELECT 1 FROM apps WHERE name = ?', name) !== undefined;
  }

  /** Returns false if an app with this name exists. */
  create(name: string, now = Date.now()): boolean {
    return this.#database.run('INSERT OR IGNORE INTO apps (name, created_at) VALUES (?, ?)', name, now) === 1;
  }

  /** Deletes the app and everything that belongs to the app. */
  destroy(name: string): void {
    this.#database.run('DELETE FROM apps WHERE name = ?', name);
  }

  rename(from: string, to: string): void {
    this.#database.run('UPDATE apps SET name = ? WHERE name = ?', to, from);
  }

  setDeploySource(name: string, source: string, metadata: string): void {
    this.#database.run(
      'UPDATE apps SET deploy_source = ?, deploy_source_metadata = ? WHERE name = ?',
      source,
      metadata,
      name,
    );
  }

  lock(name: string, by: string, now = Date.now()): void {
    this.#database.run('UPDATE apps SET locked_by = ?, locked_at = ? WHERE name = ?', by, now, name);
  }

  unlock(name: string): void {
    this.#database.run('UPDATE apps SET locked_by = NULL, locked_at = NULL WHERE name = ?', name);
  }
}

function fromRow(row: AppRow): App {
  return {
    name: row.name,
    createdAt: row.created_at,
    deploySource: row.deploy_source ?? undefined,
    deploySourceMetadata: row.deploy_source_metadata ?? undefined,
    lockedBy: row.locked_by ?? undefined,
    lockedAt: row.locked_at ?? undefined,
  };
}
