import type { PersistentVolume } from '../../kube/types.ts';
import { readSharedNamespace } from '../../release/settings/read-namespace.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';
import type { StorageContext } from '../context.ts';
import type { DestroyNotes } from './destroy.ts';

/** Whether the data of an entry is kept when the entry is destroyed. */
export function retainsData({ reclaimPolicy }: StorageEntry): boolean {
  return reclaimPolicy !== 'Delete';
}

/** Describes in one sentence what a destroy does to the data of an entry. */
export function dataOutcomeOf(entry: StorageEntry): string {
  const { name, hostPath, scheduler } = entry;
  if (scheduler === 'docker-local') return `nothing in ${hostPath} is touched`;
  if (hostPath !== '')
    return retainsData(entry)
      ? `the files in ${hostPath} stay on their node`
      : `all files in ${hostPath} are deleted`;
  return retainsData(entry)
    ? 'its volume is kept with the data, and a new entry can adopt it'
    : `its volume is deleted, and all data of ${name} with it`;
}

/**
 * Reports whether the data was kept or deleted. For kept data, the report has the command that adopts the data again.
 */
export function reportDataOutcome(
  context: StorageContext,
  entry: StorageEntry,
  notes: DestroyNotes,
  kept: readonly PersistentVolume[],
): void {
  const { out } = context;
  if (entry.hostPath !== '') return reportFolderOutcome(context, entry, notes);
  for (const { metadata } of kept) {
    out.detail(`The volume ${metadata.name} was kept, with its data`);
    out.detail(
      `Adopt the volume again with: dokku storage:create ${entry.name} --volume ${metadata.name}${inNamespace(context, entry)}`,
    );
    out.detail(`Delete the volume with: kubectl delete persistentvolume ${metadata.name}`);
  }
  if (kept.length > 0) return;
  if (notes.volume) out.detail(`The volume ${notes.volume} and its data were deleted`);
  else out.detail('The entry had no volume, so there was no data to delete');
}

function reportFolderOutcome(context: StorageContext, entry: StorageEntry, { wiped }: DestroyNotes): void {
  const { out } = context;
  const { name, hostPath, size } = entry;
  if (wiped) return out.detail(`All files in ${hostPath} were deleted`);
  if (!retainsData(entry)) {
    out.warn(
      `The files in ${hostPath} were not deleted: somebody had deleted the claim, so no pod could reach them`,
    );
    out.warn('Delete the files on the node when they are no longer needed');
    return;
  }
  out.detail(`The files in ${hostPath} were kept`);
  out.detail(
    `Use the files again with: dokku storage:create ${name} ${hostPath} --size ${size}${inNamespace(context, entry)}`,
  );
}

function inNamespace({ store }: StorageContext, { namespace }: StorageEntry): string {
  return namespace === readSharedNamespace(store.properties) ? '' : ` --namespace ${namespace}`;
}
