import { statSync } from 'node:fs';
import type { Context } from '../../cli/invoke/context.ts';
import { Failure } from '../../core/failure.ts';
import { waitUntilBound } from '../../storage/create/wait-bound.ts';
import { findEntry, requireComplete } from '../../storage/entry/entry-lock.ts';
import { entryJson } from '../../storage/entry/json.ts';
import { reconcileVolume } from '../../storage/set/reconcile-volume.ts';
import { runPluginTrigger } from '../../storage/triggers.ts';
import { storageOf } from './context.ts';

/** Waits at most `timeout` milliseconds for the volume of an entry, and prints the result. */
export async function waitForEntry(context: Context, name: string, timeout: number): Promise<void> {
  const { store, out, signal } = context;
  const entry = findEntry(store, name);
  requireComplete(store, entry.name);
  const status = (
    await runPluginTrigger(storageOf(context), 'storage-status', [entry.name], entryJson(entry))
  ).trim();
  if (status !== '' && status !== 'Bound')
    throw new Failure(`Storage entry ${entry.name} is ${status}`, { code: 'storage.status' });
  if (entry.scheduler === 'docker-local') {
    if (status === '' && !isFolder(entry.hostPath))
      throw new Failure(`${entry.hostPath} is not a folder of this server`, { code: 'storage.folder' });
    return out.step(`Storage entry ${entry.name} exists`);
  }
  const kube = await context.kube();
  const binding = await waitUntilBound(kube, entry, { signal, timeout });
  if (binding === 'waits') {
    out.step(`Storage entry ${entry.name} is ready to be mounted`);
    return out.detail('Its StorageClass creates the volume for the first pod: mount the entry and deploy');
  }
  await reconcileVolume(kube, entry, { signal });
  out.step(`Storage entry ${entry.name} is Bound`);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
