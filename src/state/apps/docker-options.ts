import type { Database } from '../database.ts';

export type DockerPhase = 'build' | 'deploy' | 'run';

/** The process scope of options for all processes. */
export const EVERY_PROCESS = '_default_';

export interface DockerOption {
  process: string;
  phase: DockerPhase;
  /** One flag with its value as the user typed the option, e.g. `--build-arg KEY=value`. */
  option: string;
}

export class DockerOptions {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  list(app: string): DockerOption[] {
    return this.#database
      .all<DockerOption>(
        'SELECT process, phase, option FROM docker_options WHERE app = ? ORDER BY position',
        app,
      )
      .map((row) => ({ ...row }));
  }

  add(app: string, { process, phase, option }: DockerOption): void {
    this.#database.run(
      `INSERT OR IGNORE INTO docker_options (app, process, phase, option, position)
       VALUES (?, ?, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM docker_options WHERE app = ?))`,
      app,
      process,
      phase,
      option,
      app,
    );
  }

  remove(app: string, { process, phase, option }: DockerOption): boolean {
    return (
      this.#database.run(
        'DELETE FROM docker_options WHERE app = ? AND process = ? AND phase = ? AND option = ?',
        app,
        process,
        phase,
        option,
      ) > 0
    );
  }
}
