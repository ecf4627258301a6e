import type { Migration } from '../migrate.ts';

// The notes from which a change of an entry is finished or undone when its process dies, as JSON.
export const storageNotes: Migration = {
  version: 4,
  name: 'storage-notes',
  sql: 'ALTER TABLE storage_entries ADD COLUMN notes TEXT',
};
