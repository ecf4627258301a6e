import type { AppSpec } from '../../appspec/types.ts';
import { dockerConfigJson } from '../../build/registry/pull-secret.ts';
import { unixSeconds } from '../../core/clock.ts';
import { Failure, throwIfCancelled } from '../../core/failure.ts';
import type { AppEnv } from '../../release/config/app-env.ts';
import type { ClusterFacts, ResolveInput } from '../../release/context.ts';
import { resolve } from '../../release/resolve.ts';
import { resolveWithoutImage } from '../../release/resolve-without-image.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import { toValues } from '../../release/values.ts';
import type { ReleaseRecord } from '../../state/deploys/release-record.ts';
import { type AppSecrets, appSecrets } from '../apply/app-secrets.ts';
import { checkOldMounts } from '../check/mounts.ts';
import type { RenderedAhead } from '../check/render-ahead.ts';
import type { PreparedRun } from '../frame/deploy-run.ts';
import { hideSecrets } from '../frame/hide-secrets.ts';
import { currentReleaseIfElsewhere } from '../move/release-location.ts';
import { readAppEnv } from './app-env.ts';
import { clusterFacts } from './cluster-facts.ts';
import { type Ingredients, ingredientsOf } from './ingredients.ts';

/** A release before it touches the cluster: what it is, and the Secrets that are applied outside its chart. */
export interface Plan {
  spec: ReleaseSpec;
  /** The chart's values. */
  values: object;
  /** Values of the config Secret. */
  config: Record<string, string>;
  secrets: AppSecrets;
  /** The release that serves, when it does so under another name or in another namespace. */
  movesFrom: ReleaseSpec | undefined;
  /** The final manifest, when it is known already: a rollback repeats an old one to the letter. */
  manifest?: string;
  /** What was rendered while the image was built. */
  rendered?: RenderedAhead;
}

/** What is settled about a release before its image is there. */
export interface Draft {
  input: Omit<ResolveInput, 'image' | 'cluster'>;
  /** Docker client configuration of the app's own pull secret. */
  dockerConfig: string | undefined;
  /** What app.json sets; undefined when the release does not come from its source. */
  env: AppEnv | undefined;
  /** Undefined as long as the cluster was not asked, or did not answer. */
  cluster: { facts: ClusterFacts | undefined; askedAt: number } | undefined;
  rendered?: RenderedAhead;
}

/** Builds that take longer have the cluster asked again: its claims and issuers may have changed meanwhile. */
const clusterFactsMaxAgeMs = 30_000;

/** Reads what `appSpec` and the settings say. `fromSource`: app.json counts, as at a push, and not at a restart. */
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

/** Refuses what the settings or the repository get wrong, and warns of what is in doubt, before an image is built. */
export async function checkBeforeBuild(run: PreparedRun, draft: Draft): Promise<Draft> {
  const cluster = await askCluster(run, draft).catch((error: unknown) => {
    // A cluster that does not answer may do so when the image is built, and until then nothing is known of it.
    throwIfCancelled(run.signal);
    if (!(error instanceof Failure)) throw error;
    return undefined;
  });
  const { warnings } = resolveWithoutImage({ ...draft.input, cluster: cluster?.facts });
  if (cluster?.facts) reportWarnings(run, warnings);
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
  image: Ingredients['image'],
  revision: Record<string, string> = {},
): Promise<Plan> {
  hideSecrets(run.out, revision);
  const config = { ...draft.input.config, ...revision };
  const { cluster } = draft;
  const isFresh = cluster !== undefined && Date.now() - cluster.askedAt < clusterFactsMaxAgeMs;
  const { facts } = isFresh ? cluster : await askCluster(run, draft);
  const spec = resolve({ ...draft.input, config, cluster: facts, image });
  reportWarnings(run, spec.warnings);
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

/** Each warning once in a deploy, however often it comes up. */
function reportWarnings({ out, reportedWarnings }: PreparedRun, warnings: readonly string[]): void {
  for (const warning of warnings) {
    if (!reportedWarnings.has(warning)) out.warn(warning);
    reportedWarnings.add(warning);
  }
}

/** Repeats an old release under a new number. */
export function planFromRecord(run: PreparedRun, record: ReleaseRecord): Plan {
  const config = configOf(run, record);
  hideSecrets(run.out, config);
  const spec: ReleaseSpec = { ...JSON.parse(record.spec), number: run.facts.number };
  const dockerConfig = dockerConfigJson(run.facts.registry.dockerConfig);
  return { ...planOf(run, spec, config, dockerConfig), manifest: record.manifest };
}

/**
 * The way back to an old release: to the letter, unless the app was renamed since. Then the old manifest is full of
 * the old name, and the release is rendered again from the same ingredients and config.
 */
export async function planRollback(run: PreparedRun, record: ReleaseRecord): Promise<Plan> {
  const { app }: ReleaseSpec = JSON.parse(record.spec);
  if (app !== run.app) {
    const { appSpec, image } = ingredientsOf(record);
    const config = configOf(run, record);
    hideSecrets(run.out, config);
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
