import { Failure, messageOf } from '../../core/failure.ts';
import type { Kube } from '../../kube/kube.ts';
import { withoutEndSlash } from '../../release/mounts/mount-rules.ts';
import { readSharedNamespace } from '../../release/settings/read-namespace.ts';
import { allowStoragePods } from '../../rollout/objects/app-namespace.ts';
import { ensureNamespace } from '../../rollout/objects/namespace.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';
import { type StorageContext, storageStep } from '../context.ts';
import { finishDestroy } from '../destroy/destroy.ts';
import { refuseDifferent } from '../entry/compare.ts';
import { beginNewEntry, unfinishedChange } from '../entry/entry-lock.ts';
import { completeFromCluster, specifiedFields } from '../entry/from-cluster.ts';
import { entryJson } from '../entry/json.ts';
import { ownerOf } from '../entry/owner.ts';
import { validateNewEntry } from '../entry/validate.ts';
import { getClaim, volumeOf } from '../objects.ts';
import { retryOwner, setOwner } from '../set/chown-job.ts';
import { dryRunEntry, installRelease, renderEntry } from '../set/install.ts';
import { reconcileVolume } from '../set/reconcile-volume.ts';
import { finishSet } from '../set/set.ts';
import { runPluginTrigger } from '../triggers.ts';
import { adopt, recordOriginalState } from './adopt.ts';
import { checkCluster } from './cluster-checks.ts';
import { originalVolume } from './original-state.ts';
import { type CreateNotes, isProvisionedFor, undoChanges, undoCreate } from './undo.ts';
import { waitUntilBound } from './wait-bound.ts';

/** Milliseconds for the binding of an existing volume to its claim. */
const bindTimeoutMs = 30_000;

/**
 * Creates an entry: in the cluster, then in the store. A failure leaves both unchanged. After a kill, the next call
 * undoes the incomplete entry. A repeated call with the same values changes nothing. An empty namespace means the
 * namespace that all apps share. Returns false when the entry existed already.
 */
export async function createEntry(
  context: StorageContext,
  asked: StorageEntry,
  { adopt }: { adopt: boolean },
): Promise<boolean> {
  const { store } = context;
  refuseContradiction(asked, adopt);
  await resolveInterruptedChange(context, asked.name);
  const stored = store.storageEntries.find(asked.name);
  if (stored) return repeatCreate(context, stored, asked, adopt);
  const placed = {
    ...asked,
    hostPath: withoutEndSlash(asked.hostPath),
    namespace: asked.namespace || namespaceOfNewEntry(context, asked),
  };
  if (placed.scheduler !== 'k3s') {
    validateNewEntry(placed);
    await createWithoutCluster(context, placed);
    return true;
  }
  const wanted = await completeFromCluster(context, placed, adopt);
  validateNewEntry(wanted);
  const chownPending = ownerOf(wanted.chown) !== undefined;
  await createInCluster(context, { ...wanted, adopted: adopt, chownPending });
  return true;
}

/** When each app has its own namespace, no namespace of the installation exists for a claim. */
function namespaceOfNewEntry({ store }: StorageContext, { name, scheduler }: StorageEntry): string {
  const shared = readSharedNamespace(store.properties);
  if (shared !== undefined || scheduler !== 'k3s') return shared ?? '';
  throw new Failure(`The storage entry ${name} needs a namespace: each app has a namespace of its own`, {
    code: 'storage.namespace',
    hint: [
      'Show the namespace of the app that will mount the entry: dokku scheduler-k3s:report <app> --scheduler-k3s-computed-namespace',
      `Then create the entry there: dokku storage:create ${name} --namespace <namespace> …`,
    ],
  });
}

/** Handles a repeated create. Nothing changes, except that a pending owner is set now. */
async function repeatCreate(
  context: StorageContext,
  stored: StorageEntry,
  asked: StorageEntry,
  adopt: boolean,
): Promise<false> {
  const hostPath = withoutEndSlash(asked.hostPath);
  const same = { ...asked, hostPath, namespace: asked.namespace || stored.namespace };
  const wanted = adopt || asked.volume !== '' ? { ...stored, ...specifiedFields(same) } : same;
  validateNewEntry(wanted);
  refuseDifferent(stored, wanted);
  if (stored.chownPending) await setOwner(context, stored, retryOwner(stored));
  return false;
}

function refuseContradiction({ hostPath, volume, scheduler }: StorageEntry, adopt: boolean): void {
  if (!adopt || (hostPath === '' && volume === '' && scheduler === 'k3s')) return;
  throw new Failure(
    '--adopt keeps the claim unchanged and cannot be used with a path, --volume or --scheduler',
    {
      code: 'usage',
    },
  );
}

/** Finishes or undoes the change of a process that died. */
async function resolveInterruptedChange(context: StorageContext, name: string): Promise<void> {
  const { store, out } = context;
  const change = unfinishedChange(store, name);
  if (!change) return;
  const entry = store.storageEntries.find(name)!;
  out.warn(
    `The last storage:${change} of ${name} was interrupted; ${change === 'create' ? 'undoing' : 'finishing'} that change first`,
  );
  if (change === 'set') await finishSet(context, entry);
  else if (change === 'destroy') await finishDestroy(context, entry);
  else await undoCreate(context, entry);
}

async function createInCluster(context: StorageContext, entry: StorageEntry): Promise<void> {
  const { store, signal, out } = context;
  const kube = await context.kube();
  const [found, manifest] = await Promise.all([
    checkCluster(kube, entry, { adopt: entry.adopted, signal }),
    renderEntry(context, entry),
  ]);
  await dryRunEntry(kube, entry, manifest, signal);
  const notes = await recordOriginalState(kube, entry, found, signal);
  beginNewEntry(store, entry, notes);
  try {
    storageStep(context, 'adopt');
    await ensureNamespace(kube, entry.namespace, { signal });
    await allowStoragePods(kube, entry.namespace, signal);
    await adopt(kube, entry, found, signal);
    storageStep(context, 'install');
    await installRelease(context, entry, manifest);
    await finishCreate(context, kube, entry, notes);
  } catch (error) {
    await undoChanges(context, entry, notes).catch((problem) => {
      out.warn(`Could not clean up the partly created entry ${entry.name}: ${messageOf(problem)}`);
      out.warn(`Once that is fixed, run: dokku storage:destroy ${entry.name}`);
    });
    throw error;
  }
  storageStep(context, 'complete');
  store.storageEntries.clearChange(entry.name);
}

/** Runs the administrator's triggers, which may refuse the entry, before existing data is changed. */
async function finishCreate(
  context: StorageContext,
  kube: Kube,
  entry: StorageEntry,
  notes: CreateNotes,
): Promise<void> {
  const { store, signal } = context;
  if (entry.volume !== '' || entry.hostPath !== '') {
    storageStep(context, 'bind');
    await waitUntilBound(kube, entry, { signal, timeout: bindTimeoutMs });
  }
  storageStep(context, 'trigger');
  await runPluginTrigger(context, 'storage-create', [entry.name], entryJson(entry));
  notes.announced = true;
  store.storageEntries.updateNotes(entry.name, notes);
  if (entry.chownPending) {
    storageStep(context, 'chown');
    await setOwner(context, entry, 'The entry was removed. Once that is fixed, create the entry again');
  }
  storageStep(context, 'reconcile');
  const claim = await getClaim(kube, entry, { signal });
  const volume = await volumeOf(kube, claim, { signal });
  const known = notes.objects.some(({ ref }) => ref.name === volume?.metadata.name);
  if (claim && volume && !known && !isProvisionedFor(claim, volume)) {
    notes.objects.push(originalVolume(entry, volume));
    store.storageEntries.updateNotes(entry.name, notes);
  }
  await reconcileVolume(kube, entry, { signal });
}

async function createWithoutCluster(context: StorageContext, entry: StorageEntry): Promise<void> {
  const { storageEntries } = context.store;
  beginNewEntry(context.store, entry, {});
  try {
    await runPluginTrigger(context, 'storage-create', [entry.name], entryJson(entry));
  } catch (error) {
    storageEntries.remove(entry.name);
    throw error;
  }
  storageEntries.clearChange(entry.name);
}
