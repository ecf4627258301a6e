import { Failure } from '../core/failure.ts';
import { identityOf, isAlive } from '../exec/process.ts';
import type { EntryChange, StorageEntry } from '../state/storage-entries.ts';
import type { Store } from '../state/store.ts';

function noSuchEntry(name: string): Failure {
  return new Failure(`Storage entry ${name} does not exist`, {
    code: 'storage.missing',
    hint: `List the entries with: dokku storage:list-entries · make it with: dokku storage:create ${name} --size 1Gi`,
  });
}

export function findEntry(store: Store, name: string): StorageEntry {
  const entry = store.storageEntries.find(name);
  if (!entry) throw noSuchEntry(name);
  return entry;
}

/** What a process that died left half done on an entry; undefined for an entry that is in order. */
export function unfinished(store: Store, name: string): EntryChange | undefined {
  const state = store.storageEntries.state(name);
  if (!state) return undefined;
  if (isAlive(state.owner)) throw busy(name, state.change);
  return state.change;
}

/**
 * Takes an entry for one change, so that no other process works on it meanwhile. The mark stays until `settle`: of a
 * process that dies it tells the next one what is to be finished.
 */
export function take(store: Store, entry: StorageEntry, change: EntryChange): void {
  store.transaction(() => {
    const state = store.storageEntries.state(entry.name);
    if (state && isAlive(state.owner) && state.owner.pid !== process.pid)
      throw busy(entry.name, state.change);
    // Between the look of the caller and this one, another process may have been faster.
    if (change === 'create' && !state && store.storageEntries.find(entry.name))
      throw busy(entry.name, 'create');
    store.storageEntries.put(entry);
    store.storageEntries.mark(entry.name, change, identityOf(process.pid)!);
  });
}

/** An entry that is to be used must be whole. */
export function requireSettled(store: Store, name: string): void {
  const change = unfinished(store, name);
  if (!change) return;
  throw new Failure(`The last storage:${change} of ${name} was interrupted, so the entry is not whole`, {
    code: 'storage.unfinished',
    hint:
      change === 'destroy'
        ? `Finish it with: dokku storage:destroy ${name}`
        : `Repair it with: dokku storage:${change} ${name} and the same values · or remove it: dokku storage:destroy ${name}`,
  });
}

function busy(name: string, change: EntryChange): Failure {
  return new Failure(`Another command is at work on the storage entry ${name}: storage:${change}`, {
    code: 'storage.busy',
    hint: 'Try again when it has ended',
  });
}
