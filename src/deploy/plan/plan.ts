import type { AppSpec } from '../../appspec/types.ts';
import { dockerConfigJson } from '../../build/registry/pull-secret.ts';
import { readRegistryAccess } from '../../build/settings.ts';
import { unixSeconds } from '../../core/clock.ts';
import { Failure, throwIfCancelled } from '../../core/failure.ts';
import type { ResolveInput } from '../../release/context.ts';
import { resolve } from '../../release/resolve.ts';
import { resolveWithoutImage } from '../../release/resolve-without-image.ts';
import { readSettings } from '../../release/settings/read-settings.ts';
import type { ReleaseSettings } from '../../release/settings/settings.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import type { ReleaseRecord } from '../../state/deploys/releases.ts';
import { checkOldMounts } from '../finish/storage.ts';
import type { DeployRun } from '../frame/deploy-run.ts';
import { hideSecrets } from '../frame/hide-secrets.ts';
import { readAppEnv } from './app-env.ts';
import { clusterFacts } from './cluster-facts.ts';
import { type Ingredients, ingredientsOf } from './ingredients.ts';

/** A release before it touches the cluster: what it is, and the secrets that are applied beside its chart. */
export interface Plan {
  spec: ReleaseSpec;
  /** Values of the config Secret. */
  config: Record<string, string>;
  /** Docker client configuration of the app's own pull secret. */
  dockerConfig: string | undefined;
  /** The final manifest, when it is known already: a rollback repeats an old one to the letter. */
  manifest?: string;
}

/** Resolves ingredients with today's settings into the next release. `extra` is config that comes with the source. */
export function planRelease(
  run: DeployRun,
  ingredients: Ingredients,
  extra: Record<string, string> = {},
): Promise<Plan> {
  return planWith(run, ingredients, { ...run.store.config.merged(run.app), ...extra });
}

async function planWith(
  run: DeployRun,
  { appSpec, image }: Ingredients,
  config: Record<string, string>,
): Promise<Plan> {
  hideSecrets(run.out, config);
  const dockerConfig = dockerConfigOf(run);
  const input = inputOf(run, appSpec, config, dockerConfig);
  const cluster = await clusterFacts(run.kube, appSpec, input.settings, run.signal);
  const spec = resolve({ ...input, cluster, image });
  tell(run, spec.warnings);
  return { spec, config, dockerConfig };
}

/** Refuses what the settings or the repository get wrong, and warns of what is in doubt, before an image is built. */
export async function checkBeforeBuild(run: DeployRun, appSpec: AppSpec): Promise<void> {
  const config = { ...run.store.config.merged(run.app), ...readAppEnv(run, appSpec).values };
  const input = inputOf(run, appSpec, config, undefined);
  const cluster = await factsForBuild(run, appSpec, input.settings);
  const { warnings } = resolveWithoutImage({ ...input, cluster });
  if (cluster) tell(run, warnings);
}

/** A cluster that does not answer may do so when the image is built, and until then nothing is known of it. */
async function factsForBuild(run: DeployRun, appSpec: AppSpec, settings: ReleaseSettings) {
  try {
    return await clusterFacts(run.kube, appSpec, settings, run.signal);
  } catch (error) {
    throwIfCancelled(run.signal);
    if (!(error instanceof Failure)) throw error;
    return undefined;
  }
}

/** Each warning once in a run, however often it comes up. */
function tell({ out, told }: DeployRun, warnings: readonly string[]): void {
  for (const warning of warnings) {
    if (!told.has(warning)) out.warn(warning);
    told.add(warning);
  }
}

function inputOf(
  { store, app }: DeployRun,
  appSpec: AppSpec,
  config: Record<string, string>,
  dockerConfig: string | undefined,
): Omit<ResolveInput, 'image'> {
  return {
    app,
    number: store.releases.nextNumber(app),
    deploymentId: String(unixSeconds()),
    appSpec,
    settings: readSettings(store, app),
    config,
    registryCredentials: dockerConfig !== undefined,
  };
}

/** Repeats an old release under a new number. */
export function planFromRecord(run: DeployRun, record: ReleaseRecord): Plan {
  const config = configOf(run, record);
  hideSecrets(run.out, config);
  const spec: ReleaseSpec = { ...JSON.parse(record.spec), number: run.store.releases.nextNumber(record.app) };
  return { spec, config, dockerConfig: dockerConfigOf(run), manifest: record.manifest };
}

/**
 * The way back to an old release: to the letter, unless the app was renamed since. Then the old manifest is full of
 * the old name, and the release is made anew from the same ingredients and config.
 */
export async function planRollback(run: DeployRun, record: ReleaseRecord): Promise<Plan> {
  const { app }: ReleaseSpec = JSON.parse(record.spec);
  if (app !== run.app) return planWith(run, ingredientsOf(record), configOf(run, record));
  const plan = planFromRecord(run, record);
  await checkOldMounts(run, plan.spec, record.number);
  return plan;
}

function configOf({ store }: DeployRun, record: ReleaseRecord): Record<string, string> {
  const config = store.releases.config(record.app, record.configHash);
  if (config) return config;
  throw new Failure(`The config of v${record.number} is gone, so it cannot be repeated`, {
    code: 'release.config-missing',
    hint: `Choose another release: dokku releases:list ${record.app}`,
  });
}

function dockerConfigOf({ store, environment, app }: DeployRun): string | undefined {
  return dockerConfigJson(readRegistryAccess(store, environment, app).dockerConfig);
}
