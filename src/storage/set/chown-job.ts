import { Failure } from '../../core/failure.ts';
import { randomHex } from '../../core/ids.ts';
import type { Kube } from '../../kube/kube.ts';
import { runTask } from '../../rollout/tasks/task.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';
import type { StorageContext } from '../context.ts';
import { ownerOf } from '../entry/owner.ts';
import { imageOf, mountPath, nodeInUse, podLabels, podSpec } from '../pod/pod-spec.ts';

/**
 * Changes the owner of all files of an entry to the user of its `chown`, once, and records the change. `hint` is the
 * next step after a failure.
 */
export async function setOwner(context: StorageContext, entry: StorageEntry, hint: string): Promise<void> {
  const uid = ownerOf(entry.chown);
  if (typeof uid === 'number') {
    context.out.step(`Changing the owner of the files of ${entry.name} to ${uid}`);
    const status = await runJob(context, entry, 'chown', ['chown', '-R', `${uid}:${uid}`, mountPath]);
    if (status !== 0)
      throw new Failure(
        `Could not change the owner of the files of ${entry.name} to ${uid} (exit status ${status})`,
        { code: 'storage.chown', hint },
      );
  }
  const { storageEntries } = context.store;
  const now = storageEntries.find(entry.name);
  if (now) storageEntries.put({ ...now, chownPending: false });
}

/** Returns the hint for an existing entry whose owner could not be set. */
export function retryOwner({ name, chown }: StorageEntry): string {
  return `The entry exists. Try again with: dokku storage:set ${name} chown ${chown}`;
}

/** Changes the owner of a folder of an entry to the owner of a mount. A missing folder is created. */
export async function setOwnerOfMount(
  context: StorageContext,
  entry: StorageEntry,
  { subpath, chown }: { subpath: string; chown: string },
): Promise<void> {
  const uid = ownerOf(chown);
  if (typeof uid !== 'number') return;
  context.out.step(`Changing the owner of ${subpath || 'the files'} of ${entry.name} to ${uid}`);
  const status = await runJob(context, entry, 'chown', ['chown', '-R', `${uid}:${uid}`, mountPath], subpath);
  if (status === 0) return;
  throw new Failure(`Could not change the owner (exit status ${status}); nothing was mounted`, {
    code: 'storage.chown',
  });
}

// Small images have a `find` that cannot delete. The patterns match every name but `.` and `..`.
const deleteAllScript = `cd ${mountPath} && rm -rf -- ..?* .[!.]* *`;

/** Deletes everything in an entry. */
export async function wipe(context: StorageContext, entry: StorageEntry): Promise<void> {
  const status = await runJob(context, entry, 'wipe', ['sh', '-c', deleteAllScript]);
  if (status === 0) return;
  throw new Failure(`Could not delete the files of ${entry.name} (exit status ${status})`, {
    code: 'storage.wipe',
    hint: `Try again with: dokku storage:destroy ${entry.name}`,
  });
}

/**
 * Runs a command once as root in a pod that mounts the entry. Resolves to its exit status. The pod also causes a claim
 * without a volume to get one.
 */
async function runJob(
  context: StorageContext,
  entry: StorageEntry,
  purpose: string,
  command: string[],
  subPath?: string,
): Promise<number> {
  const kube = await context.kube();
  const manifest = await storageJobManifest(context, kube, entry, purpose, command, subPath);
  const status = await runTask(kube, manifest, {
    app: entry.name,
    label: `the ${purpose} task`,
    out: context.out,
    signal: context.signal,
  });
  const { name, namespace } = manifest.metadata;
  // The pod of the Job would block the deletion of the claim.
  await kube.delete({ apiVersion: 'batch/v1', kind: 'Job', namespace, name }, { propagation: 'Foreground' });
  return status;
}

async function storageJobManifest(
  { store, signal }: StorageContext,
  kube: Kube,
  entry: StorageEntry,
  purpose: string,
  command: string[],
  subPath: string | undefined,
) {
  const labels = podLabels(entry, `storage-${purpose}`);
  const container = purpose;
  const image = imageOf(store);
  const node = await nodeInUse(kube, entry, signal);
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: `dokku-storage-${purpose}-${randomHex()}`, namespace: entry.namespace, labels },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: 3600,
      ttlSecondsAfterFinished: 60,
      template: {
        metadata: { labels },
        spec: podSpec(entry, { image, command, uid: 0, container, node, subPath }),
      },
    },
  };
}
