import { Failure, messageOf } from '../../core/failure.ts';
import { isProcessOrTask } from '../../core/names.ts';
import {
  type MountSetting,
  type StorageFacts,
  storageProblems,
  withoutEndSlash,
} from '../../release/mounts/mount-rules.ts';
import { readNamespace } from '../../release/settings/read-namespace.ts';
import { mountSetting, readMounts } from '../../release/settings/read-storage.ts';
import { EVERY_PROCESS } from '../../state/apps/docker-options.ts';
import type { Mount } from '../../state/apps/mounts.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';
import type { Store } from '../../state/store.ts';
import type { StorageContext } from '../context.ts';
import { findEntry, requireComplete, requireUnchanged } from '../entry/entry-lock.ts';
import { ownerOf } from '../entry/owner.ts';
import { isPath } from '../entry/validate.ts';
import { setOwnerOfMount } from '../set/chown-job.ts';
import { reconcileVolume } from '../set/reconcile-volume.ts';
import { storageFacts } from './facts.ts';

/**
 * Mounts an entry in an app from its next deploy on, or changes an existing mount. Returns true for an existing mount.
 */
export async function mountEntry(context: StorageContext, app: string, asked: Mount): Promise<boolean> {
  const { store, out, signal } = context;
  const mount = { ...asked, containerPath: withoutEndSlash(asked.containerPath) };
  const entry = findEntry(store, mount.entry);
  requireComplete(store, entry.name);
  validateMount(mount);
  const mounts = [...othersThan(store, app, mount), mountSetting(store, app, mount)];
  const facts = entry.scheduler === 'k3s' ? await tryReadFacts(context, mounts) : undefined;
  refuseInvalidMounts(store, app, mount, facts);
  if (mount.volumeChown !== '')
    await setOwnerOfMount(context, entry, { subpath: mount.subpath, chown: mount.volumeChown });
  if (mount.volumeOptions !== '') out.warn('--volume-options are Docker’s and have no effect on Kubernetes');
  const known = store.transaction(() => {
    // During the requests to the cluster, another command may have destroyed the entry or mounted it elsewhere.
    requireComplete(store, entry.name);
    requireUnchanged(store, entry);
    refuseInvalidMounts(store, app, mount, facts);
    const before = store.mounts.list(app).some((other) => isSame(other, mount));
    store.mounts.put(app, mount);
    return before;
  });
  if (facts) await reconcileVolume(await context.kube(), entry, { signal });
  return known;
}

function isSame(a: Mount, b: Mount): boolean {
  return a.entry === b.entry && a.containerPath === b.containerPath && a.processType === b.processType;
}

function othersThan(store: Store, app: string, mount: Mount): MountSetting[] {
  return readMounts(store, app).filter((other) => !isSame(other, mount));
}

function refuseInvalidMounts(store: Store, app: string, mount: Mount, facts: StorageFacts | undefined): void {
  const namespace = readNamespace(store.properties, app);
  const pods = store.scale.maxPods(app);
  const mounts = [...othersThan(store, app, mount), mountSetting(store, app, mount)];
  const about = storageProblems({ app, namespace, mounts, pods, facts }).filter(({ entries }) =>
    entries.includes(mount.entry),
  );
  if (about.length === 0) return;
  // An entry that is not mounted yet cannot be unmounted.
  const unmount = `storage:unmount ${app} ${mount.entry}`;
  throw new Failure(`Cannot mount ${mount.entry} in ${app} as requested; nothing was changed`, {
    code: 'storage.mount',
    details: about.map(({ what, fix }) => (fix.startsWith(unmount) ? what : `${what} · run: dokku ${fix}`)),
    hint: hintFor(app, findEntry(store, mount.entry), namespace),
  });
}

function hintFor(app: string, entry: StorageEntry, namespace: string): string[] {
  if (entry.scheduler !== 'k3s' || entry.namespace === namespace) return [];
  return [
    `Move the app: dokku scheduler-k3s:set ${app} namespace ${entry.namespace}`,
    `Or create an entry in the namespace of the app: dokku storage:create <name> --namespace ${namespace} --size <size>`,
  ];
}

/**
 * Asks the cluster for facts about the mounts. An unreachable cluster does not block the mount, because each deploy
 * asks the cluster again.
 */
async function tryReadFacts(
  { kube, out, signal }: StorageContext,
  mounts: Parameters<typeof storageFacts>[1],
): Promise<StorageFacts | undefined> {
  try {
    return await storageFacts(await kube(), mounts, signal);
  } catch (error) {
    if (signal.aborted) throw error;
    out.warn(
      `Could not check the mount against the cluster; the next deploy checks it again: ${messageOf(error)}`,
    );
    return undefined;
  }
}

function validateMount({ containerPath, subpath, processType, volumeChown }: Mount): void {
  const problems: string[] = [];
  if (!isPath(containerPath))
    problems.push(
      `--container-dir "${containerPath}" is not an absolute path, written without "//", "." and ".." parts`,
    );
  if (subpath !== '' && (subpath.startsWith('/') || !isPath(`/${subpath}`)))
    problems.push(`--volume-subpath "${subpath}" is not a path inside the entry`);
  if (processType !== EVERY_PROCESS && !isProcessOrTask(processType))
    problems.push(`--process-type "${processType}" is neither a process type nor the id of a scheduled task`);
  if (ownerOf(volumeChown) === 'invalid')
    problems.push(
      `--volume-chown "${volumeChown}" is not a valid owner (herokuish, heroku, paketo, root or a uid)`,
    );
  if (problems.length > 0)
    throw new Failure('Cannot mount the storage as requested', { code: 'storage.mount', details: problems });
}
