import { isConflict } from '../../kube/failure.ts';
import type { Kube } from '../../kube/kube.ts';
import type { KubeObject } from '../../kube/types.ts';
import { configSecretManifest } from '../../release/config/config-secret.ts';
import { ensureNamespace } from '../../rollout/objects/namespace.ts';
import { applyOwned } from '../../rollout/objects/ownership.ts';
import { isStaleConfig, pruneSecrets } from '../../rollout/objects/secrets.ts';
import type { DeployRun } from '../frame/deploy-run.ts';
import { namesOf } from '../move/release-location.ts';
import type { Plan } from '../plan/plan.ts';
import { appSecrets, isAppSecret } from './app-secrets.ts';

/** Applies what pods need before they exist: the namespace, the config by its hash, the other Secrets in place. */
export async function applySecrets(run: DeployRun, plan: Plan): Promise<void> {
  const { spec, config } = plan;
  const kube = await run.kube();
  await ensureNamespace(kube, spec.namespace, { signal: run.signal });
  await createOnce(kube, configSecretManifest(spec, config), run.signal);
  const names = namesOf(run.store, run.app);
  for (const secret of appSecrets(run.store, plan))
    await applyOwned(kube, secret, names, { signal: run.signal });
}

/** Its name is the hash of its content and it is immutable, so the one that is there is the right one. */
async function createOnce(kube: Kube, secret: KubeObject, signal: AbortSignal): Promise<void> {
  try {
    await kube.create(secret, { signal });
  } catch (error) {
    if (!isConflict(error)) throw error;
  }
}

/** How many releases that served stay ready for a rollback, and how many that did not are remembered beside them. */
const keptReleases = 20;

/** Forgets releases beyond the kept ones, config Secrets that none of these refers to, and others out of use. */
export async function forgetReleases(run: DeployRun, plan: Plan): Promise<void> {
  const { store, app, signal } = run;
  const { namespace, pullSecrets } = plan.spec;
  const { served = [], others = [] } = Object.groupBy(store.releases.ends(app), ({ outcome }) =>
    outcome === 'succeeded' ? 'served' : 'others',
  );
  for (const { number } of [...served.slice(keptReleases), ...others.slice(keptReleases)])
    store.releases.remove(app, number);
  const keep = store.releases.ends(app).map(({ configHash }) => configHash);
  const wanted = [...appSecrets(store, plan).map(({ metadata }) => metadata.name), ...pullSecrets.names];
  const isStale = (secret: KubeObject) => {
    const { name } = secret.metadata;
    return isStaleConfig(secret, keep) || (isAppSecret(app, name) && !wanted.includes(name));
  };
  await pruneSecrets(await run.kube(), { namespace, app }, isStale, { signal });
}
