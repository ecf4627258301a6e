import type { Database } from '../database.ts';

export type MountPhase = 'deploy' | 'run';

/**
 * A mount of a storage entry in the containers of an app. Entry, container path and process type identify the mount.
 */
export interface Mount {
  entry: string;
  containerPath: string;
  /** Process type or cron id; `_default_` for all of them. */
  processType: string;
  phases: MountPhase[];
  /** A folder of the entry; empty for the whole entry. */
  subpath: string;
  readonly: boolean;
  /** Docker options of a migrated mount; without effect on Kubernetes. */
  volumeOptions: string;
  volumeChown: string;
}

interface MountRow {
  app: string;
  entry: string;
  container_path: string;
  process_type: string;
  phases: string;
  subpath: string;
  readonly: number;
  volume_options: string;
  volume_chown: string;
}

/** The mounts of storage entries in apps. */
export class Mounts {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Returns the mounts of an app, sorted by entry, path and process type. */
  list(app: string): Mount[] {
    return this.#database
      .all<MountRow>(
        'SELECT * FROM storage_mounts WHERE app = ? ORDER BY entry, container_path, process_type',
        app,
      )
      .map(fromRow);
  }

  /** Returns the apps of each mounted entry, sorted and without duplicates. */
  users(): Map<string, string[]> {
    const rows = this.#database.all<{ entry: string; app: string }>(
      'SELECT DISTINCT entry, app FROM storage_mounts ORDER BY entry, app',
    );
    return new Map(
      [...Map.groupBy(rows, ({ entry }) => entry)].map(([entry, of]) => [entry, of.map(({ app }) => app)]),
    );
  }

  usersOf(entry: string): string[] {
    return this.#database
      .all<{ app: string }>('SELECT DISTINCT app FROM storage_mounts WHERE entry = ? ORDER BY app', entry)
      .map(({ app }) => app);
  }

  /** Adds a mount, or replaces the mount with the same identity. */
  put(app: string, mount: Mount): void {
    this.#database.run(
      `INSERT OR REPLACE INTO storage_mounts
         (app, entry, container_path, process_type, phases, subpath, readonly, volume_options, volume_chown)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      app,
      mount.entry,
      mount.containerPath,
      mount.processType,
      mount.phases.join(','),
      mount.subpath,
      mount.readonly ? 1 : 0,
      mount.volumeOptions,
      mount.volumeChown,
    );
  }

  /** Removes the mounts of an entry at a path, for all process types. */
  remove(app: string, entry: string, containerPath: string): void {
    this.#database.run(
      'DELETE FROM storage_mounts WHERE app = ? AND entry = ? AND container_path = ?',
      app,
      entry,
      containerPath,
    );
  }
}

function fromRow(row: MountRow): Mount {
  return {
    entry: row.entry,
    containerPath: row.container_path,
    processType: row.process_type,
    phases: row.phases.split(',') as MountPhase[],
    subpath: row.subpath,
    readonly: row.readonly === 1,
    volumeOptions: row.volume_options,
    volumeChown: row.volume_chown,
  };
}
