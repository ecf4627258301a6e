import type { Migration } from '../migrate.ts';

// The fields of an entry are read and written together, so they are one JSON value. `change` is the operation that a
// process runs on the entry, or died in. A mounted entry cannot be deleted.
export const storage: Migration = {
  version: 2,
  name: 'storage',
  sql: `
CREATE TABLE storage_entries (
  name TEXT PRIMARY KEY,
  entry TEXT NOT NULL,
  change TEXT,
  pid INTEGER,
  start_ticks INTEGER,
  boot_id TEXT
) STRICT;

CREATE TABLE storage_mounts (
  app TEXT NOT NULL REFERENCES apps(name) ON UPDATE CASCADE ON DELETE CASCADE,
  entry TEXT NOT NULL REFERENCES storage_entries(name),
  container_path TEXT NOT NULL,
  process_type TEXT NOT NULL,
  phases TEXT NOT NULL,
  subpath TEXT NOT NULL,
  readonly INTEGER NOT NULL,
  volume_options TEXT NOT NULL,
  volume_chown TEXT NOT NULL,
  PRIMARY KEY (app, entry, container_path, process_type)
) STRICT;
CREATE INDEX storage_mounts_entry ON storage_mounts (entry);
`,
};
