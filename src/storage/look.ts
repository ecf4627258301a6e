import type { Kube } from '../kube/kube.ts';
import type { Pod } from '../kube/types.ts';
import type { StorageEntry } from '../state/storage-entries.ts';
import { getClaim, getVolume, nodesOf, podsUsing } from './objects.ts';

/** What the cluster knows of an entry. */
export interface Seen {
  /** `Bound`, `Pending`, `Lost`, or `Missing` when the claim is gone. */
  phase: string;
  volume: string;
  /** What Kubernetes will do to the volume when the claim goes. */
  policy: string;
  /** What the volume has, which may be more than was asked for. */
  capacity: string;
  /** Nodes that the volume is tied to, else those whose pods use it. */
  nodes: string[];
  pods: string[];
  /** Bytes, when the kubelet of a node that uses it knows them. */
  used: number | undefined;
}

export async function look(kube: Kube, entry: StorageEntry, signal: AbortSignal): Promise<Seen> {
  const [claim, pods] = await Promise.all([
    getClaim(kube, entry, { signal }),
    podsUsing(kube, entry, { signal }),
  ]);
  const name = claim?.spec.volumeName ?? '';
  const volume = name ? await getVolume(kube, name, { signal }) : undefined;
  const using = pods.flatMap(({ spec }) => spec.nodeName ?? []);
  const tied = nodesOf(volume);
  return {
    phase: claim ? (claim.status?.phase ?? 'Pending') : 'Missing',
    volume: name,
    policy: volume?.spec.persistentVolumeReclaimPolicy ?? '',
    capacity: claim?.status?.capacity?.storage ?? '',
    nodes: [...new Set(tied.length > 0 ? tied : using)].sort(),
    pods: pods.map(({ metadata }) => metadata.name).sort(),
    used: await usedBytes(kube, entry, pods, signal),
  };
}

interface Summary {
  pods?: { volume?: { usedBytes?: number; pvcRef?: { name: string; namespace: string } }[] }[];
}

/** Only a kubelet that has the volume mounted measures it; one that cannot be asked is no failure. */
async function usedBytes(
  kube: Kube,
  { name, namespace }: StorageEntry,
  pods: Pod[],
  signal: AbortSignal,
): Promise<number | undefined> {
  for (const node of new Set(pods.flatMap(({ spec }) => spec.nodeName ?? []))) {
    const path = `/api/v1/nodes/${encodeURIComponent(node)}/proxy/stats/summary`;
    const request = {
      method: 'GET',
      path,
      what: `measure the volumes of node ${node}`,
      signal,
      timeout: 5000,
    } as const;
    const summary = await kube.transport.json<Summary>(request).catch((): Summary => ({}));
    const volumes = summary.pods?.flatMap((pod) => pod.volume ?? []) ?? [];
    const found = volumes.find(({ pvcRef }) => pvcRef?.name === name && pvcRef.namespace === namespace);
    if (found?.usedBytes !== undefined) return found.usedBytes;
  }
  return undefined;
}
