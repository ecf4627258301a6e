import { Failure } from '../core/failure.ts';
import { waitFor } from '../kube/wait.ts';
import type { StorageEntry } from '../state/storage-entries.ts';
import { take, unfinished } from './change.ts';
import { wipe } from './chown-job.ts';
import type { StorageContext } from './context.ts';
import { freePending, takeBack, uninstallRelease } from './install.ts';
import { claimRef, getClaim, getVolume, podsUsing, type Volume, volumeRef } from './objects.ts';
import { shapeVolume } from './reclaim.ts';
import { runTrigger } from './triggers.ts';

/** Milliseconds in which Kubernetes has to let go of a claim, and a provisioner of a volume. */
const patience = 120_000;

/** What becomes of the data of an entry when it is destroyed, in one sentence. */
export function fateOf(entry: StorageEntry): string {
  const { name, hostPath, reclaimPolicy, scheduler } = entry;
  if (scheduler === 'docker-local') return `nothing in ${hostPath} is touched`;
  const keeps = (reclaimPolicy || 'Retain') === 'Retain';
  if (hostPath !== '')
    return keeps ? `the files in ${hostPath} stay on their node` : `all files in ${hostPath} are deleted`;
  return keeps
    ? 'its volume is kept, with the data, and can be taken up by a new entry'
    : `its volume is deleted, and all data of ${name} with it`;
}

/** Refuses what would take storage away from somebody. */
export async function requireUnused(
  { store, ...context }: StorageContext,
  entry: StorageEntry,
): Promise<void> {
  const apps = store.mounts.usersOf(entry.name);
  if (apps.length > 0)
    throw new Failure(
      `The storage entry ${entry.name} is mounted by ${apps.join(', ')}; it was not destroyed`,
      {
        code: 'storage.mounted',
        hint: apps.map((app) => `Detach it with: dokku storage:unmount ${app} ${entry.name}`),
      },
    );
  if (entry.scheduler !== 'k3s') return;
  const using = await podsUsing(await context.kube(), entry, { signal: context.signal });
  // Kubernetes keeps a claim until the pods that are going have gone.
  const pods = using.filter(({ metadata }) => !metadata.deletionTimestamp);
  if (pods.length === 0) return;
  const names = pods.map(({ metadata }) => metadata.name);
  const owners = [...new Set(pods.map(({ metadata }) => metadata.labels?.['app.kubernetes.io/part-of']))];
  throw new Failure(`The storage entry ${entry.name} is still in use; it was not destroyed`, {
    code: 'storage.in-use',
    details: names.map((name) => `pod ${name}`),
    hint: owners.some(Boolean)
      ? owners
          .filter(Boolean)
          .map((app) => `What runs of ${app} still has it. Deploy ${app} without it: dokku ps:restart ${app}`)
      : 'End these pods first',
  });
}

/** Removes an entry from the cluster and the store; its data goes or stays as its reclaim policy says. */
export async function destroyEntry(context: StorageContext, entry: StorageEntry): Promise<void> {
  const { store } = context;
  const change = unfinished(store, entry.name);
  if (change !== 'destroy') await runTrigger(context, 'storage-destroy', [entry.name], entry);
  if (change === 'create') {
    // It was never whole, so there is no data.
    take(store, entry, 'create');
    await takeBack(context, entry, { keepVolume: true });
    return store.storageEntries.remove(entry.name);
  }
  await finishDestroy(context, entry);
}

/** The same from wherever an earlier call ended. */
export async function finishDestroy(context: StorageContext, entry: StorageEntry): Promise<void> {
  const { store } = context;
  take(store, entry, 'destroy');
  if (entry.scheduler === 'k3s') await removeFromCluster(context, entry);
  store.storageEntries.remove(entry.name);
}

async function removeFromCluster(context: StorageContext, entry: StorageEntry): Promise<void> {
  const { out, signal } = context;
  const kube = await context.kube();
  const keeps = (entry.reclaimPolicy || 'Retain') === 'Retain';
  const claim = await getClaim(kube, entry, { signal });
  const volume = claim && (await shapeVolume(kube, entry, { signal }));
  // Kubernetes itself never deletes what is in a node's folder.
  if (!keeps && entry.hostPath !== '' && claim) await wipe(context, entry);
  await freePending(context, entry);
  await uninstallRelease(context, entry);
  if (await kube.delete(claimRef(entry), { signal }))
    await gone(context, 'PersistentVolumeClaim', entry.name, entry.namespace);
  if (!keeps) await deleteVolume(context, entry, volume);
  else if (volume) tellKept(context, entry, volume);
  else if (entry.hostPath === '') out.detail('It never had a volume, so there was no data');
}

async function deleteVolume(
  context: StorageContext,
  entry: StorageEntry,
  volume: Volume | undefined,
): Promise<void> {
  const { out, signal } = context;
  const kube = await context.kube();
  if (entry.hostPath !== '') {
    if (await getVolume(kube, entry.name, { signal })) await kube.delete(volumeRef(entry.name), { signal });
    out.detail(`All files in ${entry.hostPath} were deleted`);
  } else if (volume) {
    await gone(context, 'PersistentVolume', volume.metadata.name);
    out.detail(`The volume ${volume.metadata.name} and its data were deleted`);
  } else out.detail('It never had a volume, so there was no data');
}

function tellKept({ out }: StorageContext, entry: StorageEntry, volume: Volume): void {
  const { name, size, hostPath } = entry;
  if (hostPath !== '') {
    out.detail(`The files in ${hostPath} were kept`);
    out.detail(`Take them up again with: dokku storage:create ${name} ${hostPath} --size ${size}`);
    return;
  }
  out.detail(`The volume ${volume.metadata.name} was kept, with its data`);
  out.detail(`Take it up again with: dokku storage:create ${name} --volume ${volume.metadata.name}`);
  out.detail(`Delete it for good with: kubectl delete persistentvolume ${volume.metadata.name}`);
}

async function gone(context: StorageContext, kind: string, name: string, namespace?: string): Promise<void> {
  const selector = { apiVersion: 'v1', kind, namespace, fieldSelector: `metadata.name=${name}` };
  const { signal } = context;
  let last: Volume | undefined;
  const empty = ([object]: Volume[]) => {
    last = object;
    return object ? undefined : true;
  };
  try {
    await waitFor<Volume, true>(await context.kube(), selector, empty, {
      signal,
      timeout: patience,
      what: `${name} to go`,
    });
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'kube.timeout') throw error;
    throw new Failure(`${kind} ${name} is still there after ${patience / 1000} s`, {
      code: 'storage.still-there',
      details: [last?.status?.message ?? ''].filter(Boolean),
      hint: 'When the reason is gone, call storage:destroy again: it goes on from here',
    });
  }
}
