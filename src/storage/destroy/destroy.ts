import type { Kube } from '../../kube/kube.ts';
import type { PersistentVolume } from '../../kube/types.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';
import { type StorageContext, storageStep } from '../context.ts';
import { undoCreate } from '../create/undo.ts';
import { beginChange, unfinishedChange } from '../entry/entry-lock.ts';
import { entryJson } from '../entry/json.ts';
import { getClaim, getVolume, volumeRef, volumesOfDeletedClaim } from '../objects.ts';
import { wipe } from '../set/chown-job.ts';
import { freeEntryRelease, uninstallRelease } from '../set/install.ts';
import { reconcileVolume } from '../set/reconcile-volume.ts';
import { runPluginTrigger } from '../triggers.ts';
import { reportDataOutcome, retainsData } from './data-retention.ts';
import { deleteClaim } from './delete-claim.ts';
import { requireNoPods, requireUnmounted } from './in-use.ts';
import { removeEntryJobs } from './jobs.ts';
import { waitUntilDeleted } from './wait-deleted.ts';

/** Progress of a destroy. */
export interface DestroyNotes {
  /** All checks and triggers allowed the destroy. From now on the destroy can only be finished. */
  agreed?: boolean;
  /** Name of the claim's volume. */
  volume?: string;
  /** Whether the files in the folder are deleted. */
  wiped?: boolean;
}

/**
 * Removes an entry from the cluster and the store. Its reclaim policy decides whether its data is kept. Refused when the
 * entry differs from `seen`, or when an app mounts it or a pod uses it.
 */
export async function destroyEntry(context: StorageContext, seen: StorageEntry): Promise<void> {
  const { store } = context;
  // The entry was never complete, so it has no data except data that existed before.
  if (unfinishedChange(store, seen.name) === 'create') return undoCreate(context, seen);
  await finishDestroy(context, seen);
}

/** Destroys an entry, or continues a destroy that an earlier call did not finish. */
export async function finishDestroy(context: StorageContext, entry: StorageEntry): Promise<void> {
  const { store, signal } = context;
  const isResumed = store.storageEntries.state(entry.name) !== undefined;
  const begun = beginChange(store, entry, 'destroy', { check: () => requireUnmounted(store, entry) });
  const notes: DestroyNotes = store.storageEntries.state(entry.name)!.notes;
  if (isResumed && entry.scheduler === 'k3s') await removeEntryJobs(await context.kube(), entry, signal);
  if (!notes.agreed) {
    try {
      storageStep(context, 'trigger');
      await requireNoPods(context, entry);
      await runPluginTrigger(context, 'storage-destroy', [entry.name], entryJson(entry));
    } catch (error) {
      begun.abandonChange();
      throw error;
    }
    notes.agreed = true;
    store.storageEntries.updateNotes(entry.name, notes);
  }
  if (entry.scheduler === 'k3s') await removeFromCluster(context, entry, notes);
  storageStep(context, 'complete');
  store.storageEntries.remove(entry.name);
}

async function removeFromCluster(
  context: StorageContext,
  entry: StorageEntry,
  notes: DestroyNotes,
): Promise<void> {
  const { store, signal } = context;
  const kube = await context.kube();
  const note = () => store.storageEntries.updateNotes(entry.name, notes);
  storageStep(context, 'reconcile');
  const claim = await getClaim(kube, entry, { signal });
  if (claim) {
    notes.volume = (await reconcileVolume(kube, entry, { signal }))?.metadata.name;
    note();
  }
  // Kubernetes itself never deletes the files in a folder of a node.
  if (claim && entry.hostPath !== '' && !retainsData(entry) && !notes.wiped) {
    storageStep(context, 'wipe');
    await wipe(context, entry);
    notes.wiped = true;
    note();
  }
  // Otherwise Kubernetes would try to remove the folder itself, which works only below /tmp.
  if (notes.volume !== undefined && entry.hostPath !== '') await retainVolume(kube, notes.volume, signal);
  storageStep(context, 'uninstall');
  await freeEntryRelease(context, entry);
  await uninstallRelease(context, entry);
  const hint = `Once that is fixed, finish the destroy with: dokku storage:destroy ${entry.name}`;
  // A volume that the claim got just now holds no data of the entry, but may hold data of another owner.
  const secure = async ({ metadata }: PersistentVolume) => {
    if (metadata.name === notes.volume) return;
    await retainVolume(kube, metadata.name, signal);
    notes.volume = metadata.name;
    note();
  };
  await deleteClaim(context, entry, { signal, hint, secure });
  storageStep(context, 'delete-volume');
  const remaining = await remainingVolumes(context, entry, notes);
  if (!retainsData(entry) && entry.hostPath !== '')
    for (const { metadata } of remaining) await kube.delete(volumeRef(metadata.name), { signal });
  const deleting = entry.hostPath === '' ? remaining.filter(willBeDeleted) : [];
  for (const { metadata } of deleting)
    await waitUntilDeleted(kube, { kind: 'PersistentVolume', name: metadata.name }, { signal, hint });
  reportDataOutcome(
    context,
    entry,
    notes,
    remaining.filter((volume) => !deleting.includes(volume)),
  );
}

async function retainVolume(kube: Kube, name: string, signal: AbortSignal): Promise<void> {
  if (!(await getVolume(kube, name, { signal }))) return;
  await kube.patch(volumeRef(name), { spec: { persistentVolumeReclaimPolicy: 'Retain' } }, { signal });
}

/**
 * Returns the remaining volumes of a deleted claim: the volume that the claim had. When somebody deleted the claim
 * earlier, returns the volumes that still refer to it.
 */
async function remainingVolumes(
  { kube, signal }: StorageContext,
  entry: StorageEntry,
  { volume: name }: DestroyNotes,
): Promise<PersistentVolume[]> {
  if (name === undefined) return volumesOfDeletedClaim(await kube(), entry, { signal });
  const volume = await getVolume(await kube(), name, { signal });
  return volume ? [volume] : [];
}

/** Whether a volume will be deleted after its claim. */
function willBeDeleted({ spec, metadata }: PersistentVolume): boolean {
  return spec.persistentVolumeReclaimPolicy === 'Delete' || metadata.deletionTimestamp !== undefined;
}
