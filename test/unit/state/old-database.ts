import { DatabaseSync } from 'node:sqlite';
import { migrations } from '../../../src/state/migrations/index.ts';
import { Seal } from '../../../src/state/seal.ts';

/** A row of each table whose loss a user would notice, by the version that introduced the table. */
const rows: Record<number, (seal: Seal) => [sql: string, ...values: (string | number | Uint8Array)[]][]> = {
  1: (seal) => [
    [`INSERT INTO apps (name, created_at) VALUES ('shop', 1700000000000)`],
    [`INSERT INTO domains (app, domain, position) VALUES ('shop', 'shop.example.com', 0)`],
    [`INSERT INTO domains (app, domain, position) VALUES (NULL, 'example.com', 0)`],
    [`INSERT INTO scale (app, process, quantity) VALUES ('shop', 'web', 2), ('shop', 'worker', 1)`],
    [`INSERT INTO properties (app, plugin, key, value) VALUES ('shop', 'ps', 'restore', 'false')`],
    [`INSERT INTO config (app, key, sealed) VALUES ('shop', 'A', ?)`, seal.seal('1')],
    [`INSERT INTO config (app, key, sealed) VALUES (NULL, 'ALL', ?)`, seal.seal('all')],
    [`INSERT INTO config_snapshots (app, hash, sealed) VALUES ('shop', 'abc', ?)`, seal.seal('{"A":"1"}')],
    [
      `INSERT INTO releases (app, number, created_at, finished_at, description, author, commit_id, image, config_hash,
         app_spec, kustomize, spec, manifest, helm_revision, outcome, stages)
       VALUES ('shop', 7, 1700000001000, 1700000002000, 'Deploy 3f2c91a', 'ada', '3f2c91a', '{}', 'abc',
         '{}', '{}', ?, 'kind: Deployment', 3, 'succeeded', '{"build":1200}')`,
      JSON.stringify({
        app: 'shop',
        processes: [
          { name: 'web', replicas: 2 },
          { name: 'worker', replicas: 1, autoscaling: { scaling: { maxReplicaCount: 9 } } },
        ],
      }),
    ],
  ],
  2: () => [
    [`INSERT INTO storage_entries (name, entry) VALUES ('data', '{"name":"data","size":"1Gi"}')`],
    [
      `INSERT INTO storage_mounts (app, entry, container_path, process_type, phases, subpath, readonly,
         volume_options, volume_chown)
       VALUES ('shop', 'data', '/data', '_default_', 'deploy,run', '', 0, '', '')`,
    ],
  ],
  3: (seal) => [
    [`INSERT INTO secrets (app, plugin, key, sealed) VALUES ('shop', 'certs', 'key', ?)`, seal.seal('pem')],
  ],
};

/** Writes a database as an older version left it, with the data that users rely on. */
export function writeOldDatabase(file: string, sealKey: string, version: number): void {
  const connection = new DatabaseSync(file);
  const seal = Seal.open(sealKey);
  for (const migration of migrations.slice(0, version)) {
    connection.exec(migration.sql);
    for (const [sql, ...values] of rows[migration.version]?.(seal) ?? [])
      connection.prepare(sql).run(...values);
  }
  connection.exec(`PRAGMA user_version = ${version}`);
  connection.close();
}
