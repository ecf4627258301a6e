import type { AppSpec } from '../../appspec/types.ts';
import { dockerConfigJson } from '../../build/registry/pull-secret.ts';
import { unixSeconds } from '../../core/clock.ts';
import { Failure, throwIfCancelled } from '../../core/failure.ts';
import { refuseUnprintable } from '../../helm/refuse-unprintable.ts';
import type { AppEnv } from '../../release/config/app-env.ts';
import type { ClusterFacts, ResolveInput } from '../../release/context.ts';
import { portChoice } from '../../release/process/port-choice.ts';
import { resolve } from '../../release/resolve.ts';
import { resolveWithoutImage } from '../../release/resolve-without-image.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import { toValues } from '../../release/values.ts';
import type { ReleaseRecord } from '../../state/deploys/release-record.ts';
import { type AppSecrets, appSecrets } from '../apply/app-secrets.ts';
import { checkOldMounts } from '../check/mounts.ts';
import type { RenderedAhead } from '../check/render-ahead.ts';
import type { PreparedRun } from '../frame/deploy-run.ts';
import { currentReleaseIfElsewhere } from '../move/release-location.ts';
import { readAppEnv } from './app-env.ts';
import { clusterFacts } from './cluster-facts.ts';
import { inputsFromRecord, type ReleaseInputs } from './release-inputs.ts';

/** A release before it is applied: its spec, and the Secrets that are applied outside its chart. */
export interface Plan {
  spec: ReleaseSpec;
  /** The chart's values. */
  values: object;
  /** Values of the config Secret. */
  config: Record<string, string>;
  secrets: AppSecrets;
  /** The serving release, when it has another name or namespace. */
  movesFrom: ReleaseSpec | undefined;
  /** The final manifest when it is known already: a rollback repeats an old manifest unchanged. */
  manifest?: string;
  /** The manifest that was rendered during the build of the image. */
  rendered?: RenderedAhead;
}

/** What is decided about a release before its image is built. */
export interface Draft {
  input: Omit<ResolveInput, 'image' | 'cluster'>;
  /** Docker client configuration of the app's own pull secret. */
  dockerConfig: string | undefined;
  /** The variables that app.json sets. Undefined when the release does not come from the app's source. */
  env: AppEnv | undefined;
  /** Undefined until the cluster has answered. */
  cluster: { facts: ClusterFacts | undefined; askedAt: number } | undefined;
  rendered?: RenderedAhead;
}

/** After a longer build, the cluster is asked again: its claims and issuers may have changed during the build. */
const clusterFactsMaxAgeMs = 30_000;

/**
 * Reads what `appSpec` and the settings ask for. `fromSource`: app.json applies, as at a push, and not at a restart.
 */
export function draftRelease(
  run: PreparedRun,
  appSpec: AppSpec,
  { fromSource }: { fromSource: boolean },
): Draft {
  const env = fromSource ? readAppEnv(run, appSpec) : undefined;
  return draftWith(run, appSpec, { ...run.facts.config, ...env?.values }, env);
}

function draftWith(
  { app, facts }: PreparedRun,
  appSpec: AppSpec,
  config: Record<string, string>,
  env?: AppEnv,
): Draft {
  const dockerConfig = dockerConfigJson(facts.registry.dockerConfig);
  const input = {
    app,
    number: facts.number,
    deploymentId: String(unixSeconds()),
    appSpec,
    settings: facts.settings,
    config,
    registryCredentials: dockerConfig !== undefined,
  };
  return { input, dockerConfig, env, cluster: undefined };
}

/**
 * Before an image is built: refuses errors in the settings and the repository, and prints warnings about doubtful
 * values.
 */
export async function checkBeforeBuild(run: PreparedRun, draft: Draft): Promise<Draft> {
  const cluster = await askCluster(run, draft).catch((error: unknown) => {
    // A cluster that does not answer now may answer after the build. Until then its capabilities are unknown.
    throwIfCancelled(run.signal);
    if (!(error instanceof Failure)) throw error;
    return undefined;
  });
  const spec = resolveWithoutImage({ ...draft.input, cluster: cluster?.facts });
  refuseUnprintable(toValues(spec));
  if (cluster?.facts) reportWarnings(run, spec.warnings);
  return { ...draft, cluster };
}

/**
 * Resolves a draft with its image into the next release. `revision` is config that names the commit.
 *
 * `checkBeforeBuild` has resolved the draft already. Its result cannot be completed with the image: the image decides on
 * ports, probes, commands and working directory of every process, and the commit in the config changes the hash and
 * what the commands expand to. So `resolve` runs again, which costs 2.5 ms for 20 process types. What is slow is kept:
 * the draft has the settings, the config and the answers of the cluster.
 */
export async function planRelease(
  run: PreparedRun,
  draft: Draft,
  image: ReleaseInputs['image'],
  revision: Record<string, string> = {},
): Promise<Plan> {
  run.out.redactor.registerVariables(revision);
  const config = { ...draft.input.config, ...revision };
  const { cluster } = draft;
  const isFresh = cluster !== undefined && Date.now() - cluster.askedAt < clusterFactsMaxAgeMs;
  const { facts } = isFresh ? cluster : await askCluster(run, draft);
  const spec = resolve({ ...draft.input, config, cluster: facts, image });
  reportWarnings(run, spec.warnings);
  for (const process of spec.processes) {
    const choice = portChoice(spec, process);
    if (choice) run.out.detail(choice);
  }
  return { ...planOf(run, spec, config, draft.dockerConfig), rendered: draft.rendered };
}

async function askCluster(
  { kube, signal }: PreparedRun,
  { input }: Draft,
): Promise<Draft['cluster'] & object> {
  const askedAt = Date.now();
  return { facts: await clusterFacts(kube, input.appSpec, input.settings, signal), askedAt };
}

function planOf(
  { store, facts }: PreparedRun,
  spec: ReleaseSpec,
  config: Record<string, string>,
  dockerConfig: string | undefined,
): Plan {
  return {
    spec,
    values: toValues(spec),
    config,
    secrets: appSecrets(store, { spec, config, dockerConfig }),
    movesFrom: currentReleaseIfElsewhere(facts.serving?.spec, spec),
  };
}

/** Prints each warning once per deploy, even if it occurs several times. */
function reportWarnings({ out, reportedWarnings }: PreparedRun, warnings: readonly string[]): void {
  for (const warning of warnings) {
    if (!reportedWarnings.has(warning)) out.warn(warning);
    reportedWarnings.add(warning);
  }
}

/** Repeats an old release under a new number. */
export function planFromRecord(run: PreparedRun, record: ReleaseRecord): Plan {
  const config = configOf(run, record);
  run.out.redactor.registerVariables(config);
  const spec: ReleaseSpec = { ...JSON.parse(record.spec), number: run.facts.number };
  const dockerConfig = dockerConfigJson(run.facts.registry.dockerConfig);
  return { ...planOf(run, spec, config, dockerConfig), manifest: record.manifest };
}

/**
 * The plan of a rollback: an exact repeat, unless the app was renamed since. The old manifest contains the old name, so
 * in that case the release is rendered again from the same inputs and config.
 */
export async function planRollback(run: PreparedRun, record: ReleaseRecord): Promise<Plan> {
  const { app }: ReleaseSpec = JSON.parse(record.spec);
  if (app !== run.app) {
    const { appSpec, image } = inputsFromRecord(record);
    const config = configOf(run, record);
    run.out.redactor.registerVariables(config);
    return planRelease(run, draftWith(run, appSpec, config), image);
  }
  const plan = planFromRecord(run, record);
  await checkOldMounts(run, plan.spec, record.number);
  return plan;
}

function configOf({ store }: PreparedRun, record: ReleaseRecord): Record<string, string> {
  const config = store.releases.config(record.app, record.configHash);
  if (config) return config;
  throw new Failure(`v${record.number} cannot be repeated: its config is missing`, {
    code: 'release.config-missing',
    hint: `Choose another release: dokku releases:list ${record.app}`,
  });
}
