import type { Database } from '../database.ts';
import type { Seal } from '../seal.ts';
import {
  type CurrentParts,
  type Outcome,
  type ReleaseEnd,
  type ReleaseRecord,
  type ReleaseRow,
  recordFromRow,
} from './release-record.ts';

export class Releases {
  readonly #database: Database;
  readonly #seal: () => Seal;

  constructor(database: Database, seal: () => Seal) {
    this.#database = database;
    this.#seal = seal;
  }

  /** Returns the number of the newest release with any outcome; undefined if the app has no release. */
  newestNumber(app: string): number | undefined {
    return (
      this.#database.get<{ newest: number | null }>(
        'SELECT max(number) AS newest FROM releases WHERE app = ?',
        app,
      )?.newest ?? undefined
    );
  }

  /** Returns the ReleaseSpec of the newest release with any outcome. */
  newestSpec(app: string): string | undefined {
    const row = this.#database.get<{ spec: string }>(
      'SELECT spec FROM releases WHERE app = ? ORDER BY number DESC LIMIT 1',
      app,
    );
    return row?.spec;
  }

  /** Stores a release as `running`, together with its config values. */
  begin(
    record: Omit<ReleaseRecord, 'finishedAt' | 'helmRevision' | 'outcome' | 'reason' | 'stages'>,
    config: Record<string, string>,
  ): void {
    this.#database.transaction(() => {
      this.#database.run(
        'INSERT OR IGNORE INTO config_snapshots (app, hash, sealed) VALUES (?, ?, ?)',
        record.app,
        record.configHash,
        this.#seal().seal(JSON.stringify(config)),
      );
      this.#database.run(
        `INSERT INTO releases (app, number, build, created_at, description, author, commit_id, image, config_hash,
           app_spec, spec, kustomize, manifest, outcome, stages)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'running', '{}')`,
        record.app,
        record.number,
        record.build ?? null,
        record.createdAt,
        record.description,
        record.author,
        record.commit ?? null,
        record.image,
        record.configHash,
        record.appSpec,
        record.spec,
        record.kustomize,
        record.manifest,
      );
    });
  }

  /** Finishes a running release. Returns false if the release has already finished. */
  finish(
    app: string,
    number: number,
    end: {
      outcome: Exclude<Outcome, 'running'>;
      reason?: string;
      helmRevision?: number;
      stages: Record<string, number>;
      at?: number;
    },
  ): boolean {
    return (
      this.#database.run(
        `UPDATE releases SET outcome = ?, reason = ?, helm_revision = ?, stages = ?, finished_at = ?
         WHERE app = ? AND number = ? AND outcome = 'running'`,
        end.outcome,
        end.reason ?? null,
        end.helmRevision ?? null,
        JSON.stringify(end.stages),
        end.at ?? Date.now(),
        app,
        number,
      ) === 1
    );
  }

  /** Returns the running releases of all apps. A crashed deploy leaves its release in this state. */
  running(): Pick<ReleaseRecord, 'app' | 'number' | 'build' | 'stages'>[] {
    return this.#database
      .all<ReleaseRow>(`SELECT app, number, build, stages FROM releases WHERE outcome = 'running'`)
      .map(({ app, number, build, stages }) => ({
        app,
        number,
        build: build ?? undefined,
        stages: JSON.parse(stages),
      }));
  }

  find(app: string, number: number): ReleaseRecord | undefined {
    const row = this.#database.get<ReleaseRow>(
      'SELECT * FROM releases WHERE app = ? AND number = ?',
      app,
      number,
    );
    return row && recordFromRow(row);
  }

  /** Returns the releases of an app, newest first. */
  list(app: string): ReleaseRecord[] {
    return this.#database
      .all<ReleaseRow>('SELECT * FROM releases WHERE app = ? ORDER BY number DESC', app)
      .map(recordFromRow);
  }

  /** Returns the outcome and the namespace of each release, newest first, without reading whole records. */
  ends(app: string): ReleaseEnd[] {
    return this.#database
      .all<Pick<ReleaseRow, 'number' | 'outcome' | 'config_hash'> & { namespace: string }>(
        `SELECT number, outcome, config_hash, json_extract(spec, '$.namespace') AS namespace
         FROM releases WHERE app = ? ORDER BY number DESC`,
        app,
      )
      .map(({ number, outcome, config_hash: configHash, namespace }) => ({
        number,
        outcome,
        configHash,
        namespace,
      }));
  }

  /** Returns the serving release, which is the newest successful release. */
  current(app: string): ReleaseRecord | undefined {
    const row = this.#database.get<ReleaseRow>(
      `SELECT * FROM releases WHERE app = ? AND outcome = 'succeeded' ORDER BY number DESC LIMIT 1`,
      app,
    );
    return row && recordFromRow(row);
  }

  /** Returns parts of the serving release. Reports read these parts for every app. */
  currentParts(app: string): CurrentParts | undefined {
    const row = this.#database.get<{ image: string; app_spec: string; spec: string }>(
      `SELECT image, app_spec, spec FROM releases WHERE app = ? AND outcome = 'succeeded' ORDER BY number DESC LIMIT 1`,
      app,
    );
    return row && { image: row.image, appSpec: row.app_spec, spec: row.spec };
  }

  /** Returns parts of the serving release if it has a Kustomize folder. */
  currentWithFolder(app: string): Pick<ReleaseRecord, 'spec' | 'manifest'> | undefined {
    return this.#database.get<Pick<ReleaseRow, 'spec' | 'manifest'>>(
      `SELECT spec, manifest FROM releases WHERE app = ? AND kustomize <> '{}' AND number =
         (SELECT max(number) FROM releases WHERE app = ? AND outcome = 'succeeded')`,
      app,
      app,
    );
  }

  /** Returns whether any release of the app succeeded, without reading a record. */
  isDeployed(app: string): boolean {
    return (
      this.#database.get(`SELECT 1 FROM releases WHERE app = ? AND outcome = 'succeeded' LIMIT 1`, app) !==
      undefined
    );
  }

  config(app: string, hash: string): Record<string, string> | undefined {
    const row = this.#database.get<{ sealed: Uint8Array }>(
      'SELECT sealed FROM config_snapshots WHERE app = ? AND hash = ?',
      app,
      hash,
    );
    return row && JSON.parse(this.#seal().open(row.sealed));
  }

  /** Deletes a record, and its config snapshot unless another record refers to the snapshot. */
  remove(app: string, number: number): void {
    this.#database.transaction(() => {
      this.#database.run('DELETE FROM releases WHERE app = ? AND number = ?', app, number);
      this.#database.run(
        `DELETE FROM config_snapshots WHERE app = ?
         AND hash NOT IN (SELECT config_hash FROM releases WHERE app = config_snapshots.app)`,
        app,
      );
    });
  }
}
