import { isDeepStrictEqual } from 'node:util';
import { Failure } from '../../core/failure.ts';
import { identityOf, isAlive } from '../../exec/process.ts';
import type { EntryChange, StorageEntry } from '../../state/storage-entries.ts';
import type { Store } from '../../state/store.ts';

function noSuchEntry(name: string): Failure {
  return new Failure(`Storage entry ${name} does not exist`, {
    code: 'storage.missing',
    hint: `List the entries with: dokku storage:list-entries · create the entry with: dokku storage:create ${name} --size 1Gi`,
  });
}

export function findEntry(store: Store, name: string): StorageEntry {
  const entry = store.storageEntries.find(name);
  if (!entry) throw noSuchEntry(name);
  return entry;
}

/**
 * Returns the change that a dead process left unfinished on an entry; undefined for a complete entry. Throws while a
 * live process changes the entry.
 */
export function unfinishedChange(store: Store, name: string): EntryChange | undefined {
  const state = store.storageEntries.state(name);
  if (!state) return undefined;
  if (isAlive(state.owner)) throw busy(name, state.change);
  return state.change;
}

/** A started change of an entry. `abandonChange` restores the entry and its earlier unfinished change, if any. */
export interface BegunChange {
  abandonChange(): void;
}

interface BeginOptions {
  /** Fields of the entry from now on; default: unchanged. */
  next?: StorageEntry;
  /** Facts for the next process when this one dies; default: the notes of an unfinished change of the same kind. */
  notes?: object;
  /** Called in the same transaction; throws to refuse the change. */
  check?: () => void;
}

/** Stores a new entry and locks it until it is complete. */
export function beginNewEntry(store: Store, entry: StorageEntry, notes: object): void {
  store.transaction(() => {
    // Another process may have created the entry after the check of the caller.
    if (store.storageEntries.find(entry.name)) throw busy(entry.name, 'create');
    store.storageEntries.put(entry);
    store.storageEntries.markChange(entry.name, { change: 'create', owner: identityOf(process.pid)!, notes });
  });
}

/**
 * Locks an entry for one change, so that no other process changes it at the same time. The mark stays until
 * `clearChange`. When this process dies, the mark shows the next process what to finish. Refused when the entry differs
 * from `seen`: another command may have changed the entry while the user answered a question.
 */
export function beginChange(
  store: Store,
  seen: StorageEntry,
  change: EntryChange,
  { next = seen, notes, check }: BeginOptions = {},
): BegunChange {
  const { storageEntries } = store;
  const { name } = seen;
  return store.transaction(() => {
    const state = storageEntries.state(name);
    if (state && isAlive(state.owner) && state.owner.pid !== process.pid) throw busy(name, state.change);
    requireUnchanged(store, seen);
    check?.();
    storageEntries.put(next);
    const known = state?.change === change ? state.notes : {};
    storageEntries.markChange(name, { change, owner: identityOf(process.pid)!, notes: notes ?? known });
    return {
      abandonChange: () =>
        store.transaction(() => {
          storageEntries.put(seen);
          if (state) storageEntries.markChange(name, state);
          else storageEntries.clearChange(name);
        }),
    };
  });
}

/** Refuses to continue with an entry that another command has changed or removed since it was read. */
export function requireUnchanged(store: Store, seen: StorageEntry): void {
  const now = findEntry(store, seen.name);
  if (isDeepStrictEqual(now, seen)) return;
  throw new Failure(
    `Another command has changed the storage entry ${seen.name} at the same time; nothing was changed`,
    {
      code: 'storage.changed',
      hint: `Show the entry: dokku storage:info ${seen.name} · then run the command again`,
    },
  );
}

/** Refuses to use an entry whose last change is unfinished. */
export function requireComplete(store: Store, name: string): void {
  const change = unfinishedChange(store, name);
  if (!change) return;
  throw new Failure(`The last storage:${change} of ${name} was interrupted, so the entry is incomplete`, {
    code: 'storage.unfinished',
    hint:
      change === 'destroy'
        ? `Finish the destroy with: dokku storage:destroy ${name}`
        : `Repair the entry with: dokku storage:${change} ${name} and the same values · or remove the entry: dokku storage:destroy ${name}`,
  });
}

function busy(name: string, change: EntryChange): Failure {
  return new Failure(`Another command is changing the storage entry ${name}: storage:${change}`, {
    code: 'storage.busy',
    hint: 'Try again when that command has finished',
  });
}
