import type { Kube } from '../kube/kube.ts';
import type { StorageEntry } from '../state/storage-entries.ts';
import { getClaim, getVolume, type Volume, volumeRef } from './objects.ts';

const entryLabel = 'dokku.com/storage-entry';

/**
 * Gives the volume that a class made for an entry what the entry says: its reclaim policy, labels and annotations.
 * Classes delete volumes with their claims unless somebody does this. The volume, or undefined while there is none.
 */
export async function shapeVolume(
  kube: Kube,
  entry: StorageEntry,
  { before, signal }: { before?: StorageEntry; signal?: AbortSignal } = {},
): Promise<Volume | undefined> {
  const claim = await getClaim(kube, entry, { signal });
  const name = claim?.spec.volumeName;
  if (!name) return undefined;
  const volume = await getVolume(kube, name, { signal });
  // Of a folder's volume the chart takes care.
  if (!volume || entry.hostPath !== '') return volume;
  const wanted = {
    labels: { ...removed(before?.labels, entry.labels), ...entry.labels, [entryLabel]: entry.name },
    annotations: { ...removed(before?.annotations, entry.annotations), ...entry.annotations },
  };
  const policy = entry.reclaimPolicy || 'Retain';
  const done =
    volume.spec.persistentVolumeReclaimPolicy === policy &&
    has(volume.metadata.labels, wanted.labels) &&
    has(volume.metadata.annotations, wanted.annotations);
  if (done) return volume;
  const change = { metadata: wanted, spec: { persistentVolumeReclaimPolicy: policy } };
  return kube.patch<Volume>(volumeRef(name), change, { signal });
}

/** In a merge patch `null` takes a key away. */
function removed(before: Record<string, string> = {}, now: Record<string, string>): Record<string, null> {
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(now, key));
  return Object.fromEntries(gone.map((key) => [key, null]));
}

function has(actual: Record<string, string> = {}, wanted: Record<string, string | null>): boolean {
  return Object.entries(wanted).every(([key, value]) => (actual[key] ?? null) === value);
}
