import pMap from 'p-map';
import type { Kube } from '../../kube/kube.ts';
import type { KubeObject, PersistentVolume, PersistentVolumeClaim, Pod } from '../../kube/types.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';
import { getClaim, getVolume, nodesOf, podsUsing, unfinishedPods, usesClaim } from '../objects.ts';
import { readUsage, type Usage } from './usage.ts';

/** State of an entry in the cluster. */
export interface EntryStatus {
  /** `Bound`, `Pending`, `Lost`, `Missing` when the claim is deleted, `unknown` when the cluster did not answer. */
  phase: string;
  volume: string;
  /** Reclaim policy: what Kubernetes does to the volume when the claim is deleted. */
  policy: string;
  /** Actual capacity, which may exceed the requested size. */
  capacity: string;
  /** Nodes that the volume is restricted to; otherwise the nodes of the pods that use it. */
  nodes: string[];
  pods: string[];
  /** Used bytes; undefined when no kubelet reports them. */
  used: number | undefined;
}

export const unknownStatus: EntryStatus = {
  phase: 'unknown',
  volume: '',
  policy: '',
  capacity: '',
  nodes: [],
  pods: [],
  used: undefined,
};

/**
 * Returns the state of these entries by name. The number of requests depends on namespaces and nodes, not on entries.
 */
export async function inspectAll(
  kube: Kube,
  entries: readonly StorageEntry[],
  signal: AbortSignal,
): Promise<Map<string, EntryStatus>> {
  const real = entries.filter(({ scheduler }) => scheduler === 'k3s');
  if (real.length === 0) return new Map();
  if (real.length === 1) return new Map([[real[0]!.name, await inspectOne(kube, real[0]!, signal)]]);
  const namespaces = [...new Set(real.map(({ namespace }) => namespace))];
  const inAll = async <T extends KubeObject>(kind: string): Promise<T[]> => {
    const list = (namespace: string) => kube.list<T>({ apiVersion: 'v1', kind, namespace }, { signal });
    return (await pMap(namespaces, list, { concurrency: 8 })).flat();
  };
  const [claims, pods, volumes] = await Promise.all([
    inAll<PersistentVolumeClaim>('PersistentVolumeClaim'),
    inAll<Pod>('Pod'),
    kube.list<PersistentVolume>({ apiVersion: 'v1', kind: 'PersistentVolume' }, { signal }),
  ]);
  const claimAt = new Map(claims.map((claim) => [namespacedKey(claim.metadata), claim]));
  const volumeNamed = new Map(volumes.map((volume) => [volume.metadata.name, volume]));
  const parts = real.map((entry) => {
    const claim = claimAt.get(namespacedKey(entry));
    const volume = volumeNamed.get(claim?.spec.volumeName ?? '');
    return { entry, claim, volume, pods: unfinishedPods(pods).filter((pod) => usesClaim(pod, entry)) };
  });
  const usage = await readUsage(kube, nodesWith(parts.flatMap((part) => part.pods)), signal);
  return new Map(
    parts.map(({ entry, claim, volume, pods: own }) => [
      entry.name,
      statusOf(entry, claim, volume, own, usage),
    ]),
  );
}

async function inspectOne(kube: Kube, entry: StorageEntry, signal: AbortSignal): Promise<EntryStatus> {
  const [claim, pods] = await Promise.all([
    getClaim(kube, entry, { signal }),
    podsUsing(kube, entry, { signal }),
  ]);
  const name = claim?.spec.volumeName;
  const [volume, usage] = await Promise.all([
    name ? getVolume(kube, name, { signal }) : undefined,
    readUsage(kube, nodesWith(pods), signal),
  ]);
  return statusOf(entry, claim, volume, pods, usage);
}

function statusOf(
  entry: StorageEntry,
  claim: PersistentVolumeClaim | undefined,
  volume: PersistentVolume | undefined,
  pods: readonly Pod[],
  usage: Usage,
): EntryStatus {
  const tied = nodesOf(volume);
  return {
    phase: claim ? (claim.status?.phase ?? 'Pending') : 'Missing',
    volume: claim?.spec.volumeName ?? '',
    policy: volume?.spec.persistentVolumeReclaimPolicy ?? '',
    capacity: claim?.status?.capacity?.storage ?? '',
    nodes: tied.length > 0 ? [...tied].sort() : nodesWith(pods),
    pods: pods.map(({ metadata }) => metadata.name).sort(),
    used: usage(entry),
  };
}

function nodesWith(pods: readonly Pod[]): string[] {
  return [...new Set(pods.flatMap(({ spec }) => spec.nodeName ?? []))].sort();
}

function namespacedKey({ namespace, name }: { namespace?: string; name: string }): string {
  return `${namespace}/${name}`;
}
