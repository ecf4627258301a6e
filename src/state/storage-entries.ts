import type { ProcessIdentity } from '../exec/process.ts';
import type { Database } from './database.ts';

/** A named storage entry of the whole installation, which apps mount. A text is empty if the user did not set it. */
export interface StorageEntry {
  name: string;
  /** A `docker-local` entry is only a record: it has no volume. */
  scheduler: 'k3s' | 'docker-local';
  /** A folder of the node, for a volume without a StorageClass. */
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
  /** Whether the claim existed before the entry. */
  adopted: boolean;
  /** Whether a Job still has to change the owner of the files, once. */
  chownPending: boolean;
}

/** The operation that a process runs on an entry, or died in. */
export type EntryChange = 'create' | 'set' | 'destroy';

export interface EntryState {
  change: EntryChange;
  owner: ProcessIdentity;
  /** The notes from which the change is finished or undone. The code that writes the notes defines their shape. */
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

  /** Returns the current change, or the unfinished change of a dead process. */
  state(name: string): EntryState | undefined {
    return this.#row(name)?.state;
  }

  /** Creates an entry, or replaces the fields of an existing entry. */
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

  markChange(name: string, { change, owner: { pid, startTicks, bootId }, notes }: EntryState): void {
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

  /** Replaces the notes on the current change. */
  updateNotes(name: string, notes: object): void {
    this.#database.run('UPDATE storage_entries SET notes = ? WHERE name = ?', JSON.stringify(notes), name);
  }

  clearChange(name: string): void {
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
