import type { Kube } from '../../kube/kube.ts';
import type { Node } from '../../kube/types.ts';
import type { MountSetting, StorageFacts } from '../../release/mounts/mount-rules.ts';
import { getClaim, getVolume, nodesOf } from '../objects.ts';

/** Asks the cluster for the facts that decide whether pods can share the mounts of an app. */
export async function storageFacts(
  kube: Kube,
  mounts: readonly MountSetting[],
  signal: AbortSignal,
): Promise<StorageFacts> {
  const real = mounts.filter(({ scheduler }) => scheduler === 'k3s');
  const entries = new Map(real.map(({ entry, namespace }) => [entry, namespace]));
  const [nodes, claims] = await Promise.all([
    kube.list<Node>({ apiVersion: 'v1', kind: 'Node' }, { signal }),
    Promise.all([...entries].map(([name, namespace]) => factsOf(kube, name, namespace, signal))),
  ]);
  const open = nodes.filter(
    ({ spec }) => !spec.unschedulable && !spec.taints?.some(({ effect }) => effect !== 'PreferNoSchedule'),
  );
  return { nodes: open.length, claims: Object.fromEntries(claims) };
}

async function factsOf(kube: Kube, name: string, namespace: string, signal: AbortSignal) {
  const claim = await getClaim(kube, { name, namespace }, { signal });
  const volume = claim?.spec.volumeName
    ? await getVolume(kube, claim.spec.volumeName, { signal })
    : undefined;
  return [name, { exists: claim !== undefined, pinned: nodesOf(volume).length === 1 }] as const;
}
