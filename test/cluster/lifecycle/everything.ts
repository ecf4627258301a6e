import { type Installation, until } from '../installation.ts';

/** Kinds whose objects change without a command, or that are views of other objects. */
const passing = ['events', 'events.events.k8s.io', 'leases.coordination.k8s.io', 'pods.metrics.k8s.io'];

/**
 * Returns every object that an installation has in the cluster, of every kind: all in its namespace, and the
 * cluster-wide objects named after the installation. Helm's releases are included, as Secrets. `kind/name`, sorted.
 * Retries on failure, because test files that run at the same time add and remove kinds of the cluster.
 */
export async function everythingOf(installation: Installation): Promise<string[]> {
  let reason: unknown;
  const ask = () =>
    list(installation).catch((error: unknown) => {
      reason = error;
      return undefined;
    });
  return until(ask, 'a list of all objects').catch((cause: unknown) => {
    throw new Error(`${cause}. The last attempt: ${reason}`);
  });
}

async function list(installation: Installation): Promise<string[]> {
  const kinds = async (namespaced: boolean) => {
    const flags = ['--verbs=list', `--namespaced=${namespaced}`, '--output=name'];
    const known = (await installation.kubectl('api-resources', ...flags)).split('\n');
    return known.filter((name) => name && !passing.includes(name)).join(',');
  };
  const names = async (namespaced: boolean) =>
    (await installation.kubectl('get', await kinds(namespaced), '--output=name', '--ignore-not-found'))
      .split('\n')
      .filter(Boolean);
  const [own, shared] = await Promise.all([names(true), names(false)]);
  return [...own, ...shared.filter((name) => name.includes(installation.id))].sort();
}
