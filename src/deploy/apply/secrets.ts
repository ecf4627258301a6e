import { isConflict } from '../../kube/failure.ts';
import type { Kube } from '../../kube/kube.ts';
import { refOf } from '../../kube/resources.ts';
import type { KubeObject } from '../../kube/types.ts';
import { ensureNamespace } from '../../rollout/objects/namespace.ts';
import { applyOwned, appOf, ownershipFailure } from '../../rollout/objects/ownership.ts';
import { isStaleConfig, pruneSecrets } from '../../rollout/objects/secrets.ts';
import type { DeployRun } from '../frame/deploy-run.ts';
import type { Plan } from '../plan/plan.ts';
import { isAppSecret } from './app-secrets.ts';

/**
 * Applies what pods need before they exist: the namespace, the config by its hash, the other Secrets in place.
 * `checked`: it was seen already that these are the app's own.
 */
export async function applySecrets(
  run: DeployRun,
  { spec, secrets }: Plan,
  { checked = false }: { checked?: boolean } = {},
): Promise<void> {
  const { facts, signal } = run;
  const kube = await run.kube();
  await createConfig(kube, secrets.config, facts.names, signal).catch(async (error: unknown) => {
    // Nearly always the namespace is there, so it is looked for only when something is wrong.
    if (!(await ensureNamespace(kube, spec.namespace, { signal }))) throw error;
    await createConfig(kube, secrets.config, facts.names, signal);
  });
  for (const secret of secrets.others)
    await (checked ? kube.apply(secret, { signal }) : applyOwned(kube, secret, facts.names, { signal }));
}

/** Its name is the hash of its content and it is immutable, so the app's own that is there is the right one. */
async function createConfig(
  kube: Kube,
  secret: KubeObject,
  names: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  try {
    await kube.create(secret, { signal });
  } catch (error) {
    if (!isConflict(error)) throw error;
    const ref = refOf(secret);
    const present = await kube.get(ref, { signal, metadataOnly: true });
    if (present && !names.includes(appOf(present) ?? ''))
      throw ownershipFailure(names[0]!, [{ ref, present }]);
  }
}

/** How many releases that served stay ready for a rollback, and how many that did not are remembered beside them. */
const keptReleases = 20;

/** Forgets releases beyond the kept ones, config Secrets that none of these refers to, and others out of use. */
export async function forgetReleases(run: DeployRun, { spec, secrets }: Plan): Promise<void> {
  const { store, app, signal, facts } = run;
  const { number, namespace, config, pullSecrets } = spec;
  const ends = [
    { number, outcome: 'succeeded', configHash: config.hash, namespace } as const,
    ...facts.ends.filter((end) => end.number !== number),
  ];
  const { served = [], others = [] } = Object.groupBy(ends, ({ outcome }) =>
    outcome === 'succeeded' ? 'served' : 'others',
  );
  const forgotten = [...served.slice(keptReleases), ...others.slice(keptReleases)];
  for (const end of forgotten) store.releases.remove(app, end.number);
  const kept = ends.filter((end) => !forgotten.includes(end)).map(({ configHash }) => configHash);
  const wanted = [...secrets.others.map(({ metadata }) => metadata.name), ...pullSecrets.names];
  const isStale = (secret: KubeObject) => {
    const { name } = secret.metadata;
    return isStaleConfig(secret, kept) || (isAppSecret(app, name) && !wanted.includes(name));
  };
  await pruneSecrets(await run.kube(), { namespace, app }, isStale, { signal });
}
