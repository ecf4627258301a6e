import type { Migration } from '../migrate.ts';

// Secret settings: private keys, credentials of triggers. Like properties, but encrypted.
export const secrets: Migration = {
  version: 3,
  name: 'secrets',
  sql: `
CREATE TABLE secrets (
  app TEXT REFERENCES apps(name) ON UPDATE CASCADE ON DELETE CASCADE,
  plugin TEXT NOT NULL,
  key TEXT NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX secrets_key ON secrets (coalesce(app, '--global'), plugin, key);
`,
};
