import type { Migration } from '../migrate.ts';

// Notes on a change of an entry, as JSON. If the process dies, the change is finished or undone from these notes.
export const storageNotes: Migration = {
  version: 4,
  name: 'storage-notes',
  sql: 'ALTER TABLE storage_entries ADD COLUMN notes TEXT',
};
