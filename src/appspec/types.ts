import type { Autoscaling } from './schema/autoscaling.ts';
import type { CronTask } from './schema/cron.ts';
import type { EnvVariable } from './schema/env.ts';
import type { Formation } from './schema/formation.ts';
import type { Healthcheck } from './schema/healthchecks.ts';
import type { Scripts } from './schema/scripts.ts';
import type { SourceFiles } from './source-files.ts';

export type { Autoscaling, CronTask, EnvVariable, Formation, Healthcheck, Scripts };

/** The settings of an app from its repository: plain data, stored in each release record. */
export interface AppSpec {
  /** Commands by process type, in the order of the Procfile, including `release`. */
  procfile: Record<string, string>;
  formation: Record<string, Formation>;
  /** At most one check with a handler for each of startup, readiness and liveness. */
  healthchecks: Record<string, Healthcheck[]>;
  cron: CronTask[];
  env: Record<string, EnvVariable>;
  scripts: Scripts;
  buildpacks: { url: string }[];
  /** The Kustomize folder, relative to the repository; undefined if the folder is missing. */
  kustomize: { path: string; entry: string } | undefined;
  /** The files that were read, relative to the repository; absent in records of older versions. */
  files?: Partial<SourceFiles>;
  /** Accepted settings without effect, one sentence each. */
  warnings: string[];
}

/** One mistake in a repository. */
export interface Mistake {
  /** E.g. `app.json#/formation/web/quantity`, `Procfile:3`. */
  where: string;
  what: string;
  /** Line in the file, by which mistakes are sorted; 0 if the mistake has no line. */
  line: number;
  column?: number;
}
