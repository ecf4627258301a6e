import type { Migration } from '../migrate.ts';

// What a change of an entry needs to be finished or taken back when its process dies, as JSON.
export const storageNotes: Migration = {
  version: 4,
  name: 'storage-notes',
  sql: 'ALTER TABLE storage_entries ADD COLUMN notes TEXT',
};
