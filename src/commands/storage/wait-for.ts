import { statSync } from 'node:fs';
import type { Context } from '../../cli/invoke/context.ts';
import { Failure } from '../../core/failure.ts';
import { waitUntilBound } from '../../storage/create/wait-bound.ts';
import { findEntry, requireSettled } from '../../storage/entry/entry-lock.ts';
import { entryJson } from '../../storage/entry/json.ts';
import { reconcileVolume } from '../../storage/set/reconcile-volume.ts';
import { runTrigger } from '../../storage/triggers.ts';
import { storageOf } from './context.ts';

/** Waits for an entry's volume, `timeout` milliseconds at most, and tells what came of it. */
export async function waitForEntry(context: Context, name: string, timeout: number): Promise<void> {
  const { store, out, signal } = context;
  const entry = findEntry(store, name);
  requireSettled(store, entry.name);
  const said = (
    await runTrigger(storageOf(context), 'storage-status', [entry.name], entryJson(entry))
  ).trim();
  if (said !== '' && said !== 'Bound')
    throw new Failure(`The storage entry ${entry.name} is ${said}`, { code: 'storage.status' });
  if (entry.scheduler === 'docker-local') {
    if (said === '' && !isFolder(entry.hostPath))
      throw new Failure(`${entry.hostPath} is not a folder of this server`, { code: 'storage.folder' });
    return out.step(`Storage entry ${entry.name} is there`);
  }
  const kube = await context.kube();
  const binding = await waitUntilBound(kube, entry, { signal, timeout });
  if (binding === 'waits') {
    out.step(`Storage entry ${entry.name} is ready to be mounted`);
    return out.detail('Its storage class makes the volume when the first pod uses it: mount it and deploy');
  }
  await reconcileVolume(kube, entry, { signal });
  out.step(`Storage entry ${entry.name} is Bound`);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
