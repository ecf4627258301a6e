import { isDeepStrictEqual } from 'node:util';
import { Failure, messageOf } from '../../core/failure.ts';
import { parseQuantity } from '../../core/quantity.ts';
import type { Kube } from '../../kube/kube.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';
import { type StorageContext, storageStep } from '../context.ts';
import { type Growth, waitUntilGrown } from '../create/wait-bound.ts';
import { removeEntryJobs } from '../destroy/jobs.ts';
import { beginChange, findEntry, unfinishedChange } from '../entry/entry-lock.ts';
import { ownerOf } from '../entry/owner.ts';
import { validateEntry } from '../entry/validate.ts';
import { getClaim, listClasses } from '../objects.ts';
import { retryOwner, setOwner } from './chown-job.ts';
import { freeEntryRelease, installRelease } from './install.ts';
import { reconcileVolume } from './reconcile-volume.ts';

/** Fields of an entry that can be changed. */
export type EntryUpdate = Partial<
  Pick<StorageEntry, 'size' | 'reclaimPolicy' | 'chown' | 'mode' | 'annotations' | 'labels'>
>;

/** Facts that the next process needs when the process of a change dies. */
interface SetNotes {
  before?: StorageEntry;
}

/**
 * Changes an entry in the cluster and the store. A value that Kubernetes cannot change is refused before any change,
 * and a failed change is undone. A given owner is always set again. An unfinished change of an earlier call is
 * finished. Returns false when there was nothing to change.
 */
export async function setEntry(
  context: StorageContext,
  seen: StorageEntry,
  change: EntryUpdate,
  { timeout }: { timeout: number },
): Promise<boolean> {
  const { store, signal } = context;
  if (unfinishedChange(store, seen.name) === 'set') await finishSet(context, seen);
  const entry = findEntry(store, seen.name);
  const owned = change.chown !== undefined || entry.chownPending;
  const changed = { ...entry, ...change };
  const next = { ...changed, chownPending: owned && typeof ownerOf(changed.chown) === 'number' };
  validateEntry(next);
  const isOther = !isDeepStrictEqual({ ...next, chownPending: entry.chownPending }, entry);
  if (next.scheduler !== 'k3s') {
    if (isOther) store.storageEntries.put({ ...next, chownPending: false });
    return isOther;
  }
  const kube = await context.kube();
  const grows = change.size !== undefined && (await mustGrow(kube, entry, next, signal));
  if (!isOther && !next.chownPending && !grows) return false;
  if (isOther || next.chownPending) await changeInCluster(context, entry, next);
  if (grows) reportGrowth(context, next, await waitUntilGrown(kube, next, { signal, timeout }));
  return true;
}

async function changeInCluster(
  context: StorageContext,
  entry: StorageEntry,
  next: StorageEntry,
): Promise<void> {
  beginChange(context.store, entry, 'set', { next, notes: { before: entry } satisfies SetNotes });
  await applyChange(context, entry, next);
}

/** Repeats a change whose process died. A change that the cluster refuses is undone. */
export async function finishSet(context: StorageContext, entry: StorageEntry): Promise<void> {
  const { store, signal } = context;
  const { before = entry } = store.storageEntries.state(entry.name)!.notes as SetNotes;
  beginChange(store, entry, 'set');
  await removeEntryJobs(await context.kube(), entry, signal);
  await freeEntryRelease(context, entry);
  await applyChange(context, before, entry);
}

async function applyChange(context: StorageContext, before: StorageEntry, next: StorageEntry): Promise<void> {
  const { store, signal } = context;
  const kube = await context.kube();
  try {
    storageStep(context, 'install');
    await installRelease(context, next);
    storageStep(context, 'reconcile');
    await reconcileVolume(kube, next, { before, signal });
  } catch (error) {
    await revertChange(context, before, next).catch((problem) => {
      context.out.warn(`Could not restore the previous values of ${before.name}: ${messageOf(problem)}`);
      context.out.warn('Once that is fixed, run the command again');
    });
    throw error;
  }
  try {
    if (!next.chownPending) return;
    storageStep(context, 'chown');
    await setOwner(context, next, retryOwner(next));
    // The pod of the chown may have caused a pending claim to get its volume.
    await reconcileVolume(kube, next, { signal });
  } finally {
    storageStep(context, 'complete');
    store.storageEntries.clearChange(next.name);
  }
}

/** Restores the old values. When the cluster refuses these too, the mark stays and the next call tries again. */
async function revertChange(
  context: StorageContext,
  before: StorageEntry,
  next: StorageEntry,
): Promise<void> {
  const { store } = context;
  const revertContext = { ...context, signal: AbortSignal.timeout(60_000) };
  const old = await withSizeOfClaim(revertContext, before);
  store.storageEntries.put(old);
  store.storageEntries.updateNotes(old.name, { before: next } satisfies SetNotes);
  await freeEntryRelease(revertContext, old);
  await installRelease(revertContext, old);
  await reconcileVolume(await context.kube(), old, { before: next, signal: revertContext.signal });
  store.storageEntries.clearChange(old.name);
}

/** Returns the entry with at least the size that its claim requests, because a claim never shrinks. */
async function withSizeOfClaim({ kube, signal }: StorageContext, entry: StorageEntry): Promise<StorageEntry> {
  const claim = await getClaim(await kube(), entry, { signal });
  const asked = claim?.spec.resources?.requests?.storage ?? entry.size;
  return isSmaller(entry.size, asked) ? { ...entry, size: asked } : entry;
}

function isSmaller(a: string, b: string): boolean {
  return (parseQuantity(a)?.nano ?? 0n) < (parseQuantity(b)?.nano ?? 0n);
}

/** Whether the claim must grow, or is still growing since an earlier call. */
async function mustGrow(
  kube: Kube,
  entry: StorageEntry,
  next: StorageEntry,
  signal: AbortSignal,
): Promise<boolean> {
  if (isSmaller(entry.size, next.size) || isSmaller(next.size, entry.size))
    return checkSize(kube, entry, next, signal);
  const { status } = (await getClaim(kube, entry, { signal })) ?? {};
  return (
    entry.hostPath === '' &&
    status?.phase === 'Bound' &&
    isSmaller(status.capacity?.storage ?? '0', entry.size)
  );
}

/** Refuses a size that the claim cannot have. Resolves to true when the claim can grow to the size. */
async function checkSize(
  kube: Kube,
  entry: StorageEntry,
  next: StorageEntry,
  signal: AbortSignal,
): Promise<boolean> {
  if (isSmaller(next.size, entry.size))
    throw refused(entry, `it has ${entry.size}, and Kubernetes cannot shrink a volume`, [
      'Create a smaller entry and copy the data with storage:export and storage:import',
    ]);
  if (entry.hostPath !== '')
    throw refused(entry, 'a folder on a node has no size limit: it can use all free space of the node', []);
  const claim = await getClaim(kube, entry, { signal });
  if (claim?.status?.phase !== 'Bound')
    throw refused(entry, `its claim is ${claim?.status?.phase ?? 'missing'}; only a bound claim can grow`, [
      `Mount the entry and deploy, or destroy the entry and create it again with the right size: dokku storage:destroy ${entry.name}`,
    ]);
  const name = claim.spec.storageClassName ?? '';
  const classes = await listClasses(kube, { signal });
  if (classes.find(({ metadata }) => metadata.name === name)?.allowVolumeExpansion) return true;
  const able = classes
    .filter(({ allowVolumeExpansion }) => allowVolumeExpansion)
    .map(({ metadata }) => metadata.name);
  throw refused(entry, `its storage class ${name || '(none)'} does not allow volume expansion`, [
    `Create a larger entry${able.length > 0 ? ` with --storage-class-name ${able.join(' or ')}` : ''} and copy the data with storage:export and storage:import`,
  ]);
}

function reportGrowth({ out }: StorageContext, { name, size }: StorageEntry, growth: Growth): void {
  if (growth === 'done') out.detail(`${name} now has ${size}`);
  else
    out.detail(
      `The volume has ${size}; its file system grows when the next pod mounts the volume: deploy or restart the apps`,
    );
}

function refused({ name }: StorageEntry, reason: string, hint: string[]): Failure {
  return new Failure(`Cannot change the size of ${name}: ${reason}`, { code: 'storage.size', hint });
}
