import type { Kube } from '../../kube/kube.ts';
import type { KubeObject } from '../../kube/types.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';
import { claimRef, volumeOf, volumeRef } from '../objects.ts';
import type { ExistingObjects } from './cluster-checks.ts';
import { helmOwnership, originalClaim, originalVolume } from './original-state.ts';
import type { CreateNotes } from './undo.ts';

/** Returns the original state of everything that a create will change. Called before the change. */
export async function recordOriginalState(
  kube: Kube,
  entry: StorageEntry,
  { claim, volume }: ExistingObjects,
  signal: AbortSignal,
): Promise<CreateNotes> {
  const namespace = { apiVersion: 'v1', kind: 'Namespace', name: entry.namespace };
  const [found, bound] = await Promise.all([
    kube.get<KubeObject>(namespace, { signal }),
    volumeOf(kube, claim, { signal }),
  ]);
  const objects = [];
  if (claim) objects.push(originalClaim(entry, claim));
  if (bound) objects.push(originalVolume(entry, bound));
  if (volume) objects.push(originalVolume(entry, volume));
  return { namespace: found === undefined, objects };
}

/**
 * Marks an adopted claim and a kept volume as part of the release, as Helm requires, and removes the last claim from
 * the volume. An adopted volume gets the policy Retain, regardless of its own policy, until its entry is complete.
 */
export async function adopt(
  kube: Kube,
  entry: StorageEntry,
  { claim, volume }: ExistingObjects,
  signal: AbortSignal,
): Promise<void> {
  const metadata = helmOwnership(entry);
  if (claim) await kube.patch(claimRef(entry), { metadata }, { signal });
  if (!volume || claim) return;
  const { namespace, name } = entry;
  // Without the uid of its last claim, the volume is free for the new claim.
  const next = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    namespace,
    name,
    uid: null,
    resourceVersion: null,
  };
  const spec = { persistentVolumeReclaimPolicy: 'Retain', claimRef: next };
  const change = entry.hostPath === '' ? { spec } : { metadata, spec };
  await kube.patch(volumeRef(volume.metadata.name), change, { signal });
}
