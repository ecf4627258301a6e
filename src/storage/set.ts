import { Failure } from '../core/failure.ts';
import { parseQuantity } from '../core/quantity.ts';
import type { Kube } from '../kube/kube.ts';
import type { StorageEntry } from '../state/storage-entries.ts';
import { type Growth, waitUntilGrown } from './bound.ts';
import { take, unfinished } from './change.ts';
import { setOwner } from './chown-job.ts';
import type { StorageContext } from './context.ts';
import { freePending, install } from './install.ts';
import { getClaim, listClasses } from './objects.ts';
import { ownerOf } from './owner.ts';
import { shapeVolume } from './reclaim.ts';
import { validateEntry } from './validate.ts';

/** What can be changed of an entry. */
export type Change = Partial<
  Pick<StorageEntry, 'size' | 'reclaimPolicy' | 'chown' | 'mode' | 'annotations' | 'labels'>
>;

/**
 * Changes an entry in the cluster and the store. What Kubernetes cannot change is refused before anything happens;
 * what fails is put back. False when there was nothing to change.
 */
export async function setEntry(
  context: StorageContext,
  entry: StorageEntry,
  change: Change,
  { timeout }: { timeout: number },
): Promise<boolean> {
  const { store, signal } = context;
  if (unfinished(store, entry.name) === 'set') await finishSet(context, entry);
  const next = { ...entry, ...change };
  if (change.chown !== undefined && typeof ownerOf(change.chown) === 'number') next.chownPending = true;
  if (JSON.stringify(next) === JSON.stringify(entry)) return false;
  validateEntry(next);
  if (next.scheduler !== 'k3s') {
    store.storageEntries.put({ ...next, chownPending: false });
    return true;
  }
  const kube = await context.kube();
  const grows = next.size !== entry.size && (await checkSize(kube, entry, next, signal));
  take(store, next, 'set');
  try {
    await install(context, next);
    await shapeVolume(kube, next, { before: entry, signal });
  } catch (error) {
    await putBack(context, entry, next);
    throw error;
  }
  store.storageEntries.settle(entry.name);
  if (grows) tellGrowth(context, next, await waitUntilGrown(kube, next, { signal, timeout }));
  if (next.chownPending) await setOwner(context, next);
  return true;
}

/** Repeats a change whose process died. */
export async function finishSet(context: StorageContext, entry: StorageEntry): Promise<void> {
  const { store, signal } = context;
  take(store, entry, 'set');
  await freePending(context, entry);
  await install(context, entry);
  await shapeVolume(await context.kube(), entry, { signal });
  store.storageEntries.settle(entry.name);
}

/** With the old values again; when the cluster refuses that too, the mark stays and the next call tries again. */
async function putBack(context: StorageContext, entry: StorageEntry, next: StorageEntry): Promise<void> {
  const { store } = context;
  const signal = AbortSignal.timeout(60_000);
  store.storageEntries.put(entry);
  const patient = { ...context, signal };
  await freePending(patient, entry);
  // A claim never shrinks, so what was asked for once stays asked for.
  await install(patient, { ...entry, size: (await wasAsked(patient, entry)) ?? entry.size });
  await shapeVolume(await context.kube(), entry, { before: next, signal });
  store.storageEntries.settle(entry.name);
}

async function wasAsked({ kube, signal }: StorageContext, entry: StorageEntry): Promise<string | undefined> {
  return (await getClaim(await kube(), entry, { signal }))?.spec.resources?.requests?.storage;
}

/** Whether the claim grows by it; refused when it cannot. */
async function checkSize(
  kube: Kube,
  entry: StorageEntry,
  next: StorageEntry,
  signal: AbortSignal,
): Promise<boolean> {
  const [before, now] = [parseQuantity(entry.size)!.nano, parseQuantity(next.size)?.nano];
  if (now === undefined || now === before) return false;
  if (now < before)
    throw refused(entry, `it has ${entry.size}, and Kubernetes never makes a volume smaller than it was`, [
      'Make a smaller entry and copy the data with storage:export and storage:import',
    ]);
  if (entry.hostPath !== '')
    throw refused(
      entry,
      'a folder of a node has no size of its own: all the room on the node is there already',
      [],
    );
  const claim = await getClaim(kube, entry, { signal });
  if (claim?.status?.phase !== 'Bound')
    throw refused(entry, `its claim is ${claim?.status?.phase ?? 'missing'}; only a bound claim can grow`, [
      `Mount it and deploy, or make it anew with the right size: dokku storage:destroy ${entry.name}`,
    ]);
  const name = claim.spec.storageClassName ?? '';
  const classes = await listClasses(kube, { signal });
  if (classes.find(({ metadata }) => metadata.name === name)?.allowVolumeExpansion) return true;
  const able = classes
    .filter(({ allowVolumeExpansion }) => allowVolumeExpansion)
    .map(({ metadata }) => metadata.name);
  throw refused(entry, `its storage class ${name || '(none)'} does not let volumes grow`, [
    `Make a larger entry${able.length > 0 ? ` with --storage-class-name ${able.join(' or ')}` : ''} and copy the data with storage:export and storage:import`,
  ]);
}

function tellGrowth({ out }: StorageContext, { name, size }: StorageEntry, growth: Growth): void {
  if (growth === 'done') out.detail(`${name} has ${size} now`);
  else
    out.detail(
      `The volume has ${size}; its file system grows when a pod mounts it next: deploy or restart the apps`,
    );
}

function refused({ name }: StorageEntry, reason: string, hint: string[]): Failure {
  return new Failure(`The size of ${name} cannot be changed so: ${reason}`, { code: 'storage.size', hint });
}
