import type { ProcessIdentity } from '../exec/process.ts';
import type { Database } from './database.ts';

/** A named piece of storage, known to the whole installation; apps mount it. Texts are empty when nothing was said. */
export interface StorageEntry {
  name: string;
  /** `docker-local` entries are data only: no volume belongs to them. */
  scheduler: 'k3s' | 'docker-local';
  /** A folder of the node, for a volume that no StorageClass makes. */
  hostPath: string;
  /** A Kubernetes quantity. */
  size: string;
  accessMode: string;
  storageClass: string;
  /** An existing volume that the claim adopts. */
  volume: string;
  namespace: string;
  chown: string;
  mode: string;
  reclaimPolicy: string;
  annotations: Record<string, string>;
  labels: Record<string, string>;
  /** The claim was there before the entry. */
  adopted: boolean;
  /** The owner of the files is to be set, once, by a Job. */
  chownPending: boolean;
}

/** What a process does, or died doing, to an entry. */
export type EntryChange = 'create' | 'set' | 'destroy';

export interface EntryState {
  change: EntryChange;
  owner: ProcessIdentity;
  /** The notes from which the change is finished or undone. The room that writes them knows their shape. */
  notes: object;
}

interface EntryRow {
  name: string;
  entry: string;
  change: EntryChange | null;
  pid: number | null;
  start_ticks: number | null;
  boot_id: string | null;
  notes: string | null;
}

export class StorageEntries {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  list(): StorageEntry[] {
    return this.#database
      .all<{ entry: string }>('SELECT entry FROM storage_entries ORDER BY name')
      .map(({ entry }) => JSON.parse(entry));
  }

  find(name: string): StorageEntry | undefined {
    return this.#row(name)?.entry;
  }

  /** The change that is under way, or that its process left unfinished. */
  state(name: string): EntryState | undefined {
    return this.#row(name)?.state;
  }

  /** Stores the fields of an entry, new or known. */
  put(entry: StorageEntry): void {
    this.#database.run(
      `INSERT INTO storage_entries (name, entry) VALUES (?, ?)
       ON CONFLICT (name) DO UPDATE SET entry = excluded.entry`,
      entry.name,
      JSON.stringify(entry),
    );
  }

  remove(name: string): void {
    this.#database.run('DELETE FROM storage_entries WHERE name = ?', name);
  }

  mark(name: string, { change, owner: { pid, startTicks, bootId }, notes }: EntryState): void {
    this.#database.run(
      `UPDATE storage_entries SET change = ?, pid = ?, start_ticks = ?, boot_id = ?, notes = ? WHERE name = ?`,
      change,
      pid,
      startTicks,
      bootId,
      JSON.stringify(notes),
      name,
    );
  }

  /** Other notes on the change that is under way. */
  note(name: string, notes: object): void {
    this.#database.run('UPDATE storage_entries SET notes = ? WHERE name = ?', JSON.stringify(notes), name);
  }

  settle(name: string): void {
    this.#database.run(
      `UPDATE storage_entries SET change = NULL, pid = NULL, start_ticks = NULL, boot_id = NULL, notes = NULL
       WHERE name = ?`,
      name,
    );
  }

  #row(name: string): { entry: StorageEntry; state: EntryState | undefined } | undefined {
    const row = this.#database.get<EntryRow>('SELECT * FROM storage_entries WHERE name = ?', name);
    if (!row) return undefined;
    const owner = { pid: row.pid!, startTicks: row.start_ticks!, bootId: row.boot_id! };
    const notes = JSON.parse(row.notes ?? '{}');
    return {
      entry: JSON.parse(row.entry),
      state: row.change ? { change: row.change, owner, notes } : undefined,
    };
  }
}
