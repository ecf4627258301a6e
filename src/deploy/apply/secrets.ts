import { canSee } from '../../access/guard.ts';
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
 * Applies what pods need before they exist: the namespace, the config Secret by its hash, and the other Secrets in
 * place. `checked`: the ownership of these objects was checked before.
 */
export async function applySecrets(
  run: DeployRun,
  { spec, secrets }: Plan,
  { checked = false }: { checked?: boolean } = {},
): Promise<void> {
  const { facts, signal } = run;
  const kube = await run.kube();
  const owner = { names: facts.names, isVisible: (app: string) => canSee(run, app) };
  await createConfig(kube, secrets.config, owner, signal).catch(async (error: unknown) => {
    // The namespace nearly always exists, so it is checked only after an error.
    if (!(await ensureNamespace(kube, spec.namespace, { signal }))) throw error;
    await createConfig(kube, secrets.config, owner, signal);
  });
  for (const secret of secrets.others)
    await (checked ? kube.apply(secret, { signal }) : applyOwned(kube, secret, owner, { signal }));
}

/**
 * The Secret is immutable and named by the hash of its content. An existing Secret of the app therefore has the right
 * content.
 */
async function createConfig(
  kube: Kube,
  secret: KubeObject,
  { names, isVisible }: { names: readonly string[]; isVisible: (app: string) => boolean },
  signal: AbortSignal,
): Promise<void> {
  try {
    await kube.create(secret, { signal });
  } catch (error) {
    if (!isConflict(error)) throw error;
    const ref = refOf(secret);
    const present = await kube.get(ref, { signal, metadataOnly: true });
    if (present && !names.includes(appOf(present) ?? ''))
      throw ownershipFailure(names[0]!, [{ ref, present }], isVisible);
  }
}

/**
 * The number of successful releases that are kept for a rollback, and of unsuccessful ones that are kept beside them.
 */
const maxKeptReleases = 20;

/**
 * Deletes the records of releases beyond the retention limit, config Secrets that no kept release refers to, and other
 * unused Secrets.
 */
export async function pruneReleases(run: DeployRun, { spec, secrets }: Plan): Promise<void> {
  const { store, app, signal, facts } = run;
  const { number, namespace, config, pullSecrets } = spec;
  const ends = [
    { number, outcome: 'succeeded', configHash: config.hash, namespace } as const,
    ...facts.ends.filter((end) => end.number !== number),
  ];
  const { served = [], others = [] } = Object.groupBy(ends, ({ outcome }) =>
    outcome === 'succeeded' ? 'served' : 'others',
  );
  const forgotten = [...served.slice(maxKeptReleases), ...others.slice(maxKeptReleases)];
  for (const end of forgotten) store.releases.remove(app, end.number);
  const kept = ends.filter((end) => !forgotten.includes(end)).map(({ configHash }) => configHash);
  const wanted = [...secrets.others.map(({ metadata }) => metadata.name), ...pullSecrets.names];
  const isStale = (secret: KubeObject) => {
    const { name } = secret.metadata;
    return isStaleConfig(secret, kept) || (isAppSecret(app, name) && !wanted.includes(name));
  };
  await pruneSecrets(await run.kube(), { namespace, app }, isStale, { signal });
}
