import type { Database } from '../database.ts';

export type BuildStatus = 'running' | 'succeeded' | 'failed' | 'canceled';

/** One run of the pipeline, from the push until the run succeeds, fails or is canceled. */
export interface Build {
  id: string;
  app: string;
  /** `build` if the run builds an image, `deploy` if it rolls out an existing image. */
  kind: 'build' | 'deploy';
  status: BuildStatus;
  source: string | undefined;
  author: string | undefined;
  commit: string | undefined;
  pid: number;
  startTicks: number;
  bootId: string;
  startedAt: number;
  finishedAt: number | undefined;
  exitCode: number | undefined;
  reason: string | undefined;
}

interface BuildRow {
  id: string;
  app: string;
  kind: 'build' | 'deploy';
  status: BuildStatus;
  source: string | null;
  author: string | null;
  commit_id: string | null;
  pid: number;
  start_ticks: number;
  boot_id: string;
  started_at: number;
  finished_at: number | null;
  exit_code: number | null;
  reason: string | null;
}

export class Builds {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  start(build: Omit<Build, 'status' | 'finishedAt' | 'exitCode' | 'reason'>): void {
    this.#database.run(
      `INSERT INTO builds (id, app, kind, status, source, author, commit_id, pid, start_ticks, boot_id, started_at)
       VALUES (?, ?, ?, 'running', ?, ?, ?, ?, ?, ?, ?)`,
      build.id,
      build.app,
      build.kind,
      build.source ?? null,
      build.author ?? null,
      build.commit ?? null,
      build.pid,
      build.startTicks,
      build.bootId,
      build.startedAt,
    );
  }

  /** Sets the process that runs a build from now on. */
  assign(id: string, process: Pick<Build, 'pid' | 'startTicks' | 'bootId'>): void {
    this.#database.run(
      `UPDATE builds SET pid = ?, start_ticks = ?, boot_id = ? WHERE id = ? AND status = 'running'`,
      process.pid,
      process.startTicks,
      process.bootId,
      id,
    );
  }

  /**
   * Finishes a running build. Returns false if the build has already finished, so that only the first result is stored.
   */
  finish(
    id: string,
    end: { status: Exclude<BuildStatus, 'running'>; exitCode: number; reason?: string; at?: number },
  ): boolean {
    return (
      this.#database.run(
        `UPDATE builds SET status = ?, exit_code = ?, reason = ?, finished_at = ? WHERE id = ? AND status = 'running'`,
        end.status,
        end.exitCode,
        end.reason ?? null,
        end.at ?? Date.now(),
        id,
      ) === 1
    );
  }

  find(app: string, id: string): Build | undefined {
    const row = this.#database.get<BuildRow>('SELECT * FROM builds WHERE app = ? AND id = ?', app, id);
    return row && fromRow(row);
  }

  /** Returns the builds of an app, newest first. */
  list(app: string): Build[] {
    return this.#database
      .all<BuildRow>('SELECT * FROM builds WHERE app = ? ORDER BY started_at DESC, id DESC', app)
      .map(fromRow);
  }

  running(): Build[] {
    return this.#database.all<BuildRow>(`SELECT * FROM builds WHERE status = 'running'`).map(fromRow);
  }

  remove(id: string): void {
    this.#database.run('DELETE FROM builds WHERE id = ?', id);
  }
}

function fromRow(row: BuildRow): Build {
  return {
    id: row.id,
    app: row.app,
    kind: row.kind,
    status: row.status,
    source: row.source ?? undefined,
    author: row.author ?? undefined,
    commit: row.commit_id ?? undefined,
    pid: row.pid,
    startTicks: row.start_ticks,
    bootId: row.boot_id,
    startedAt: row.started_at,
    finishedAt: row.finished_at ?? undefined,
    exitCode: row.exit_code ?? undefined,
    reason: row.reason ?? undefined,
  };
}
