import { label } from '../../core/labels.ts';
import type { Kube } from '../../kube/kube.ts';
import type { PersistentVolume } from '../../kube/types.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';
import { getClaim, volumeOf, volumeRef } from '../objects.ts';

/**
 * Sets the reclaim policy, labels and annotations of an entry on the volume that a class created for it. By default
 * classes delete volumes with their claims. Returns the volume; undefined for a claim without a volume.
 */
export async function reconcileVolume(
  kube: Kube,
  entry: StorageEntry,
  { before, signal }: { before?: StorageEntry; signal?: AbortSignal } = {},
): Promise<PersistentVolume | undefined> {
  const claim = await getClaim(kube, entry, { signal });
  const volume = await volumeOf(kube, claim, { signal });
  // The chart manages the volume of a folder.
  if (!volume || entry.hostPath !== '') return volume;
  const wanted = {
    labels: {
      ...nullForRemovedKeys(before?.labels, entry.labels),
      ...entry.labels,
      [label.storageEntry]: entry.name,
    },
    annotations: { ...nullForRemovedKeys(before?.annotations, entry.annotations), ...entry.annotations },
  };
  // Before the volume is bound, its provisioner may see only the deletion of the last claim. Under `Delete`, the
  // provisioner would delete the volume.
  const isBound = volume.status?.phase === 'Bound' && volume.spec.claimRef?.uid === claim?.metadata.uid;
  const policy = isBound ? entry.reclaimPolicy || 'Retain' : 'Retain';
  const done =
    volume.spec.persistentVolumeReclaimPolicy === policy &&
    containsAll(volume.metadata.labels, wanted.labels) &&
    containsAll(volume.metadata.annotations, wanted.annotations);
  if (done) return volume;
  const change = { metadata: wanted, spec: { persistentVolumeReclaimPolicy: policy } };
  return kube.patch<PersistentVolume>(volumeRef(volume.metadata.name), change, { signal });
}

/** Maps each removed key to `null`, which deletes the key in a merge patch. */
function nullForRemovedKeys(
  before: Record<string, string> = {},
  now: Record<string, string>,
): Record<string, null> {
  const removedKeys = Object.keys(before).filter((key) => !Object.hasOwn(now, key));
  return Object.fromEntries(removedKeys.map((key) => [key, null]));
}

function containsAll(actual: Record<string, string> = {}, wanted: Record<string, string | null>): boolean {
  return Object.entries(wanted).every(([key, value]) => (actual[key] ?? null) === value);
}
