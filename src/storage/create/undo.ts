import { messageOf } from '../../core/failure.ts';
import type { Kube } from '../../kube/kube.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../kube/types.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';
import { type StorageContext, storageStep } from '../context.ts';
import { deleteClaim } from '../destroy/delete-claim.ts';
import { removeEntryJobs } from '../destroy/jobs.ts';
import { removeNamespaceIfEmpty } from '../destroy/namespace.ts';
import { beginChange } from '../entry/entry-lock.ts';
import { entryJson } from '../entry/json.ts';
import { getClaim, getVolume, volumeRef } from '../objects.ts';
import { isOfRelease, uninstallRelease } from '../set/install.ts';
import { runPluginTrigger } from '../triggers.ts';
import {
  boundByControllerAnnotation,
  type OriginalState,
  originalVolume,
  restoreOriginalState,
  unbound,
} from './original-state.ts';

/** Facts that are needed to undo a create. */
export interface CreateNotes {
  /** Whether the namespace did not exist before. */
  namespace: boolean;
  /** Original state of the objects that existed before. */
  objects: OriginalState[];
  /** The administrator's triggers ran for the entry, so they run for its removal too. */
  announced?: boolean;
}

/** Milliseconds for the whole undo. */
const undoTimeoutMs = 180_000;

/**
 * Undoes a create, complete or not, and restores cluster and store. Existing data is never at risk: its volume gets the
 * policy Retain before its claim is deleted.
 */
export async function undoChanges(
  context: StorageContext,
  entry: StorageEntry,
  notes: Partial<CreateNotes>,
): Promise<void> {
  storageStep(context, 'undo');
  const kube = await context.kube();
  // The caller's signal may already be aborted.
  const signal = AbortSignal.timeout(undoTimeoutMs);
  const objects = [...(notes.objects ?? [])];
  if (notes.announced) await announceRemoval({ ...context, signal }, entry);
  await removeEntryJobs(kube, entry, signal);
  const claim = await getClaim(kube, entry, { signal });
  const createdClaim = claim && !entry.adopted && isOfRelease(claim, entry) ? claim : undefined;
  await uninstallRelease(context, entry);
  if (createdClaim) {
    const hint = `Once that is fixed, finish the cleanup with: dokku storage:destroy ${entry.name}`;
    const secure = async (volume: PersistentVolume) => {
      const kept = await secureVolume(kube, entry, createdClaim, volume, signal);
      if (kept && !objects.some(({ ref }) => ref.name === kept.ref.name)) objects.push(kept);
    };
    await deleteClaim(context, entry, { signal, hint, secure });
  }
  await deleteFolderVolume(kube, entry, objects, signal);
  for (const before of objects.toReversed()) await restoreOriginalState(context, kube, before, signal);
  if (notes.namespace) await removeNamespaceIfEmpty(kube, entry.namespace, signal);
  context.store.storageEntries.remove(entry.name);
}

/** Undoes a create whose process died. */
export async function undoCreate(context: StorageContext, entry: StorageEntry): Promise<void> {
  const { store } = context;
  beginChange(store, entry, 'create');
  await undoChanges(context, entry, store.storageEntries.state(entry.name)!.notes);
}

async function announceRemoval(context: StorageContext, entry: StorageEntry): Promise<void> {
  const trigger = runPluginTrigger(context, 'storage-destroy', [entry.name], entryJson(entry));
  await trigger.catch((error) => context.out.warn(messageOf(error)));
}

/**
 * Secures the volume of a claim that is about to be deleted. A volume that was created for the claim is empty and is
 * deleted with it. Any other volume gets the policy Retain, and its original state is returned.
 */
async function secureVolume(
  kube: Kube,
  entry: StorageEntry,
  claim: PersistentVolumeClaim,
  volume: PersistentVolume,
  signal: AbortSignal,
): Promise<OriginalState | undefined> {
  const before = originalVolume(entry, volume);
  const policy = isProvisionedFor(claim, volume) ? 'Delete' : 'Retain';
  if (before.policy !== policy)
    await kube.patch(before.ref, { spec: { persistentVolumeReclaimPolicy: policy } }, { signal });
  if (policy === 'Delete' || entry.hostPath !== '') return undefined;
  // A volume that was reserved for a claim of this name before the claim existed is reserved again.
  return volume.spec.claimRef?.uid === undefined ? before : unbound(before);
}

/** Whether a provisioner created a volume for this very claim, so that it holds no earlier data. */
export function isProvisionedFor(
  claim: PersistentVolumeClaim,
  { metadata, spec }: PersistentVolume,
): boolean {
  const annotations = metadata.annotations ?? {};
  return (
    annotations['pv.kubernetes.io/provisioned-by'] !== undefined &&
    annotations[boundByControllerAnnotation] === undefined &&
    spec.claimRef?.uid === claim.metadata.uid &&
    (metadata.creationTimestamp ?? '') >= (claim.metadata.creationTimestamp ?? '9')
  );
}

/** Deletes the volume of a folder, which is part of the release, unless the volume existed before. */
async function deleteFolderVolume(
  kube: Kube,
  entry: StorageEntry,
  objects: OriginalState[],
  signal: AbortSignal,
): Promise<void> {
  const { hostPath, name } = entry;
  if (hostPath === '' || objects.some(({ ref }) => ref.kind === 'PersistentVolume')) return;
  const volume = await getVolume(kube, name, { signal });
  if (volume && isOfRelease(volume, entry)) await kube.delete(volumeRef(name), { signal });
}
