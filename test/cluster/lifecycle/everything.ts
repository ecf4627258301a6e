import type { Installation } from '../installation.ts';

/** Changes by itself, or is a view of something else. */
const passing = ['events', 'events.events.k8s.io', 'leases.coordination.k8s.io', 'pods.metrics.k8s.io'];

/**
 * Every object that an installation has in the cluster, of every kind that there is: all of its namespace, and those of
 * the whole cluster that are named after it. Helm's releases are among them, as Secrets. `kind/name`, sorted.
 */
export async function everythingOf(installation: Installation): Promise<string[]> {
  const kinds = async (namespaced: boolean) => {
    const flags = ['--verbs=list', `--namespaced=${namespaced}`, '--output=name'];
    const names = (await installation.kubectl('api-resources', ...flags)).split('\n');
    return names.filter((name) => name && !passing.includes(name)).join(',');
  };
  const list = async (namespaced: boolean) =>
    (await installation.kubectl('get', await kinds(namespaced), '--output=name', '--ignore-not-found'))
      .split('\n')
      .filter(Boolean);
  const [own, shared] = await Promise.all([list(true), list(false)]);
  return [...own, ...shared.filter((name) => name.includes(installation.id))].sort();
}
