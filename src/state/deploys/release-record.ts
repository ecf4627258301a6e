export type Outcome = 'running' | 'succeeded' | 'failed' | 'canceled' | 'abandoned';

/** One immutable record with everything needed to inspect, compare and repeat a release. */
export interface ReleaseRecord {
  app: string;
  number: number;
  build: string | undefined;
  createdAt: number;
  finishedAt: number | undefined;
  /** E.g. `Deploy 3f2c91a`, `Rollback to v3`, `Set config: A, B`. */
  description: string;
  author: string;
  commit: string | undefined;
  /** The built or imported image as JSON: reference by digest, ports, command, …. */
  image: string;
  /** Identifies the immutable Secret and the encrypted snapshot of the values. */
  configHash: string;
  /** `appSpec` is an AppSpec and `spec` a ReleaseSpec, both as JSON. */
  appSpec: string;
  spec: string;
  /** The repository's kustomize folder as JSON, relative path to base64 content; `{}` without a folder. */
  kustomize: string;
  /** The applied YAML, after Kustomize. It contains no secrets. */
  manifest: string;
  helmRevision: number | undefined;
  outcome: Outcome;
  reason: string | undefined;
  /** Milliseconds of each stage, in order. */
  stages: Record<string, number>;
}

/** The parts of a release record without the bulky manifest. */
export type CurrentParts = Pick<ReleaseRecord, 'image' | 'appSpec' | 'spec'>;

/** The outcome and the namespace of one release. */
export type ReleaseEnd = Pick<ReleaseRecord, 'number' | 'outcome' | 'configHash'> & { namespace: string };

/** A row of the table `releases`. */
export interface ReleaseRow {
  app: string;
  number: number;
  build: string | null;
  created_at: number;
  finished_at: number | null;
  description: string;
  author: string;
  commit_id: string | null;
  image: string;
  config_hash: string;
  app_spec: string;
  kustomize: string;
  spec: string;
  manifest: string;
  helm_revision: number | null;
  outcome: Outcome;
  reason: string | null;
  stages: string;
}

export function recordFromRow(row: ReleaseRow): ReleaseRecord {
  return {
    app: row.app,
    number: row.number,
    build: row.build ?? undefined,
    createdAt: row.created_at,
    finishedAt: row.finished_at ?? undefined,
    description: row.description,
    author: row.author,
    commit: row.commit_id ?? undefined,
    image: row.image,
    configHash: row.config_hash,
    appSpec: row.app_spec,
    spec: row.spec,
    kustomize: row.kustomize,
    manifest: row.manifest,
    helmRevision: row.helm_revision ?? undefined,
    outcome: row.outcome,
    reason: row.reason ?? undefined,
    stages: JSON.parse(row.stages),
  };
}
