import type { Database } from '../database.ts';

export interface ResourceSetting {
  /** Process type, cron id, `run`, or `_default_` for all without their own value. */
  process: string;
  kind: 'limit' | 'reserve';
  /** E.g. `cpu`, `memory`, `nvidia-gpu`. */
  name: string;
  value: string;
}

/** Limits and reservations of `resource:limit` and `resource:reserve`. */
export class Resources {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  list(app: string): ResourceSetting[] {
    return this.#database
      .all<ResourceSetting>(
        'SELECT process, kind, name, value FROM resources WHERE app = ? ORDER BY process, kind, name',
        app,
      )
      .map((row) => ({ ...row }));
  }

  set(app: string, { process, kind, name, value }: ResourceSetting): void {
    this.#database.run(
      'INSERT OR REPLACE INTO resources (app, process, kind, name, value) VALUES (?, ?, ?, ?, ?)',
      app,
      process,
      kind,
      name,
      value,
    );
  }

  clear(
    app: string,
    { process, kind, name }: Omit<ResourceSetting, 'value' | 'name'> & { name?: string },
  ): void {
    this.#database.run(
      'DELETE FROM resources WHERE app = ? AND process = ? AND kind = ? AND name = coalesce(?, name)',
      app,
      process,
      kind,
      name ?? null,
    );
  }
}
