import type { Migration } from '../migrate.ts';

// `app` NULL means the global scope. Everything that belongs to an app references its row, so a rename or a deletion is
// one statement. Times are milliseconds since the epoch. Columns named `sealed` contain ciphertext, see seal.ts.
export const initial: Migration = {
  version: 1,
  name: 'initial',
  sql: `
CREATE TABLE apps (
  name TEXT PRIMARY KEY,
  created_at INTEGER NOT NULL,
  deploy_source TEXT,
  deploy_source_metadata TEXT,
  locked_by TEXT,
  locked_at INTEGER
) STRICT;

CREATE TABLE properties (
  app TEXT REFERENCES apps(name) ON UPDATE CASCADE ON DELETE CASCADE,
  plugin TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX properties_key ON properties (coalesce(app, '--global'), plugin, key);

CREATE TABLE config (
  app TEXT REFERENCES apps(name) ON UPDATE CASCADE ON DELETE CASCADE,
  key TEXT NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX config_key ON config (coalesce(app, '--global'), key);

CREATE TABLE domains (
  app TEXT REFERENCES apps(name) ON UPDATE CASCADE ON DELETE CASCADE,
  domain TEXT NOT NULL,
  position INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX domains_key ON domains (coalesce(app, '--global'), domain);

CREATE TABLE port_maps (
  app TEXT NOT NULL REFERENCES apps(name) ON UPDATE CASCADE ON DELETE CASCADE,
  scheme TEXT NOT NULL,
  host INTEGER NOT NULL,
  container INTEGER NOT NULL,
  PRIMARY KEY (app, scheme, host)
) STRICT;

CREATE TABLE scale (
  app TEXT NOT NULL REFERENCES apps(name) ON UPDATE CASCADE ON DELETE CASCADE,
  process TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  PRIMARY KEY (app, process)
) STRICT;

CREATE TABLE docker_options (
  app TEXT NOT NULL REFERENCES apps(name) ON UPDATE CASCADE ON DELETE CASCADE,
  process TEXT NOT NULL,
  phase TEXT NOT NULL,
  option TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (app, process, phase, option)
) STRICT;

CREATE TABLE resources (
  app TEXT NOT NULL REFERENCES apps(name) ON UPDATE CASCADE ON DELETE CASCADE,
  process TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (app, process, kind, name)
) STRICT;

CREATE TABLE ssh_keys (
  fingerprint TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  public_key TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE tokens (
  id TEXT PRIMARY KEY,
  user TEXT NOT NULL,
  description TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  last_used_at INTEGER
) STRICT;

CREATE TABLE grants (
  user TEXT NOT NULL,
  app TEXT REFERENCES apps(name) ON UPDATE CASCADE ON DELETE CASCADE,
  role TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX grants_key ON grants (user, coalesce(app, '--global'));

CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  via TEXT NOT NULL,
  command TEXT NOT NULL,
  app TEXT,
  allowed INTEGER NOT NULL,
  exit_status INTEGER
) STRICT;
CREATE INDEX audit_app ON audit (app, at);
CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'the audit cannot be changed'); END;
CREATE TRIGGER audit_kept BEFORE DELETE ON audit
BEGIN SELECT raise(ABORT, 'the audit cannot be shortened'); END;

CREATE TABLE locks (
  app TEXT PRIMARY KEY REFERENCES apps(name) ON UPDATE CASCADE ON DELETE CASCADE,
  fence INTEGER NOT NULL,
  owner TEXT,
  pid INTEGER,
  start_ticks INTEGER,
  boot_id TEXT,
  purpose TEXT,
  build TEXT,
  since INTEGER,
  heartbeat INTEGER
) STRICT;

CREATE TABLE builds (
  id TEXT PRIMARY KEY,
  app TEXT NOT NULL REFERENCES apps(name) ON UPDATE CASCADE ON DELETE CASCADE,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  source TEXT,
  author TEXT,
  commit_id TEXT,
  pid INTEGER NOT NULL,
  start_ticks INTEGER NOT NULL,
  boot_id TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  finished_at INTEGER,
  exit_code INTEGER,
  reason TEXT
) STRICT;
CREATE INDEX builds_app ON builds (app, started_at);

CREATE TABLE images (
  app TEXT NOT NULL REFERENCES apps(name) ON UPDATE CASCADE ON DELETE CASCADE,
  key TEXT NOT NULL,
  image TEXT NOT NULL,
  built_at INTEGER NOT NULL,
  PRIMARY KEY (app, key)
) STRICT;

CREATE TABLE config_snapshots (
  app TEXT NOT NULL REFERENCES apps(name) ON UPDATE CASCADE ON DELETE CASCADE,
  hash TEXT NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (app, hash)
) STRICT;

CREATE TABLE releases (
  app TEXT NOT NULL REFERENCES apps(name) ON UPDATE CASCADE ON DELETE CASCADE,
  number INTEGER NOT NULL,
  build TEXT,
  created_at INTEGER NOT NULL,
  finished_at INTEGER,
  description TEXT NOT NULL,
  author TEXT NOT NULL,
  commit_id TEXT,
  image TEXT NOT NULL,
  config_hash TEXT NOT NULL,
  app_spec TEXT NOT NULL,
  kustomize TEXT NOT NULL,
  spec TEXT NOT NULL,
  manifest TEXT NOT NULL,
  helm_revision INTEGER,
  outcome TEXT NOT NULL,
  reason TEXT,
  stages TEXT NOT NULL,
  PRIMARY KEY (app, number)
) STRICT;

-- A release that has ended is a fact; only the name of its app may still change.
CREATE TRIGGER releases_immutable BEFORE UPDATE ON releases
WHEN OLD.outcome <> 'running' AND NEW.app IS OLD.app
BEGIN SELECT raise(ABORT, 'a finished release cannot be changed'); END;
`,
};
