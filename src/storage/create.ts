import { Failure } from '../core/failure.ts';
import type { Kube } from '../kube/kube.ts';
import { ensureNamespace } from '../rollout/namespace.ts';
import type { StorageEntry } from '../state/storage-entries.ts';
import { take, unfinished } from './change.ts';
import { setOwner } from './chown-job.ts';
import { checkCluster, type Found } from './cluster-checks.ts';
import { refuseDifferent } from './compare.ts';
import type { StorageContext } from './context.ts';
import { finishDestroy } from './destroy.ts';
import { install, render, takeBack, tryOut } from './install.ts';
import { getClaim, getVolume } from './objects.ts';
import { ownerOf } from './owner.ts';
import { type Borrowed, borrow } from './prepare.ts';
import { shapeVolume } from './reclaim.ts';
import { finishSet } from './set.ts';
import { runTrigger } from './triggers.ts';
import { validateEntry } from './validate.ts';

/**
 * Makes an entry: in the cluster, then in the store. What fails leaves both as they were; what is killed is taken
 * back by the next call. The same entry again changes nothing. False when it was there already.
 */
export async function createEntry(
  context: StorageContext,
  asked: StorageEntry,
  { adopt }: { adopt: boolean },
): Promise<boolean> {
  const { store } = context;
  await repair(context, asked.name);
  const stored = store.storageEntries.find(asked.name);
  if (stored) {
    refuseDifferent(stored, adopt || asked.volume !== '' ? { ...stored, ...said(asked) } : asked);
    if (stored.chownPending) await setOwner(context, stored);
    return false;
  }
  const wanted = asked.scheduler === 'k3s' ? await completed(context, asked, adopt) : asked;
  validateEntry(wanted);
  const owner = wanted.scheduler === 'k3s' && ownerOf(wanted.chown) !== undefined;
  const entry = { ...wanted, adopted: adopt, chownPending: owner };
  if (entry.scheduler === 'k3s') await makeInCluster(context, entry, adopt);
  else await makeAsData(context, entry);
  if (owner) await setOwner(context, entry);
  return true;
}

/** Finishes or takes back what a process that died has left. */
async function repair(context: StorageContext, name: string): Promise<void> {
  const { store, out } = context;
  const change = unfinished(store, name);
  if (!change) return;
  const entry = store.storageEntries.find(name)!;
  out.warn(
    `The last storage:${change} of ${name} was interrupted: it is ${change === 'create' ? 'taken back' : 'finished'} first`,
  );
  if (change === 'set') return finishSet(context, entry);
  if (change === 'destroy') return finishDestroy(context, entry);
  take(store, entry, 'create');
  await takeBack(context, entry, { keepVolume: false });
  store.storageEntries.remove(name);
}

/** The fields that were asked for; empty ones were not. */
function said(entry: StorageEntry): Partial<StorageEntry> {
  const { adopted: _, chownPending: __, namespace: ___, ...fields } = entry;
  const isSaid = (value: unknown) =>
    value !== '' && (typeof value !== 'object' || Object.keys(value as object).length > 0);
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => isSaid(value)));
}

/** What was not said about a claim or a volume that exists is as it has it. */
async function completed(
  context: StorageContext,
  asked: StorageEntry,
  adopt: boolean,
): Promise<StorageEntry> {
  if (!adopt && asked.volume === '') return asked;
  const { signal } = context;
  const kube = await context.kube();
  if (!adopt) {
    const volume = await getVolume(kube, asked.volume, { signal });
    const { capacity, accessModes, storageClassName = '' } = volume?.spec ?? {};
    return {
      ...asked,
      size: asked.size || capacity?.storage || '',
      accessMode: asked.accessMode || accessModes?.[0] || '',
      storageClass: asked.storageClass || storageClassName,
    };
  }
  const claim = await getClaim(kube, asked, { signal });
  if (!claim) return { ...asked, size: asked.size || '1Gi' };
  const as = {
    ...asked,
    size: claim.spec.resources?.requests?.storage ?? '',
    accessMode: claim.spec.accessModes?.[0] ?? '',
    storageClass: claim.spec.storageClassName ?? '',
  };
  refuseOther(asked, as);
  return as;
}

function refuseOther(asked: StorageEntry, as: StorageEntry): void {
  const fields = {
    size: '--size',
    accessMode: '--access-mode',
    storageClass: '--storage-class-name',
  } as const;
  const wrong = (Object.keys(fields) as (keyof typeof fields)[]).filter(
    (key) => asked[key] !== '' && asked[key] !== as[key],
  );
  if (wrong.length === 0) return;
  throw new Failure(`The claim ${asked.name} is not as it was asked for; nothing was changed`, {
    code: 'storage.different',
    details: wrong.map((key) => `${fields[key]} is ${asked[key]}; the claim has ${as[key] || 'none'}`),
    hint: 'Leave these flags away: what is adopted stays as it is',
  });
}

async function makeInCluster(context: StorageContext, entry: StorageEntry, adopt: boolean): Promise<void> {
  const { store, signal, out } = context;
  const kube = await context.kube();
  const [found, manifest] = await Promise.all([
    checkCluster(kube, entry, { adopt, signal }),
    render(context, entry),
  ]);
  await tryOut(kube, entry, manifest, signal);
  take(store, entry, 'create');
  let borrowed: Borrowed | undefined;
  let madeNamespace = false;
  try {
    madeNamespace = await ensureNamespace(kube, entry.namespace, { signal });
    borrowed = await borrow(kube, entry, found, signal);
    await install(context, entry, manifest);
    await shapeVolume(kube, entry, { signal });
    await runTrigger(context, 'storage-create', [entry.name], entry);
  } catch (error) {
    out.debug(`Taking back what was made of ${entry.name}`);
    await undo(context, kube, entry, { found, borrowed, madeNamespace });
    throw error;
  }
  store.storageEntries.settle(entry.name);
}

async function undo(
  context: StorageContext,
  kube: Kube,
  entry: StorageEntry,
  {
    found,
    borrowed,
    madeNamespace,
  }: { found: Found; borrowed: Borrowed | undefined; madeNamespace: boolean },
): Promise<void> {
  await takeBack(context, entry, { keepVolume: found.volume !== undefined });
  await borrowed?.giveBack();
  if (madeNamespace) await kube.delete({ apiVersion: 'v1', kind: 'Namespace', name: entry.namespace });
  context.store.storageEntries.remove(entry.name);
}

async function makeAsData(context: StorageContext, entry: StorageEntry): Promise<void> {
  const { storageEntries } = context.store;
  take(context.store, entry, 'create');
  try {
    await runTrigger(context, 'storage-create', [entry.name], entry);
  } catch (error) {
    storageEntries.remove(entry.name);
    throw error;
  }
  storageEntries.settle(entry.name);
}
