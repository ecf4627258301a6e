import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'chai';
import { environmentFrom } from '../../../src/core/environment.ts';
import { openDatabase } from '../../../src/state/database.ts';
import { type Migration, migrate } from '../../../src/state/migrate.ts';
import { migrations } from '../../../src/state/migrations/index.ts';
import { GLOBAL } from '../../../src/state/scope.ts';
import { Store } from '../../../src/state/store.ts';
import { writeOldDatabase } from './old-database.ts';

describe('migrations', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dokku-migrate-'));
    file = join(folder, 'dokku.sqlite');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function read(database: string, sql: string): unknown {
    const connection = new DatabaseSync(database);
    try {
      return connection.prepare(sql).get();
    } finally {
      connection.close();
    }
  }

  it('are numbered without a gap', () => {
    expect(migrations.map(({ version }) => version)).to.deep.equal(migrations.map((_, index) => index + 1));
  });

  it('create a new database that only its owner can read', () => {
    openDatabase(file).close();
    expect(read(file, 'PRAGMA user_version')).to.include({ user_version: migrations.length });
    for (const name of readdirSync(folder))
      expect(statSync(join(folder, name)).mode & 0o077, name).to.equal(0);
  });

  for (const { version } of migrations) {
    it(`migrate a database of version ${version} with all its data`, () => {
      const environment = environmentFrom({ DOKKU_ROOT: folder }, '/nowhere');
      writeOldDatabase(file, environment.sealKey, version);
      const store = Store.open(environment);
      try {
        expect(store.apps.find('shop')).to.include({ name: 'shop', createdAt: 1700000000000 });
        expect(store.domains.list('shop')).to.deep.equal(['shop.example.com']);
        expect(store.domains.list(GLOBAL)).to.deep.equal(['example.com']);
        expect(store.scale.all('shop')).to.deep.equal({ web: 2, worker: 1 });
        expect(store.properties.get('shop', 'ps', 'restore')).to.equal('false');
        expect(store.config.merged('shop')).to.deep.equal({ A: '1', ALL: 'all' });
        const release = store.releases.current('shop')!;
        expect(release).to.include({ number: 7, author: 'ada', commit: '3f2c91a', helmRevision: 3 });
        expect(release).to.include({ manifest: 'kind: Deployment', finishedAt: 1700000002000 });
        expect(release.stages).to.deep.equal({ build: 1200 });
        expect(store.releases.config('shop', release.configHash)).to.deep.equal({ A: '1' });
        expect(store.scale.maxPods('shop')).to.deep.equal({ web: 2, worker: 9 });
        // A table that the old version did not have is empty, and all other data exists.
        const [hasStorage, hasSecrets] = [version >= 2, version >= 3];
        expect(store.storageEntries.find('data')?.size).to.equal(hasStorage ? '1Gi' : undefined);
        expect(store.mounts.list('shop').map(({ entry, phases }) => [entry, phases])).to.deep.equal(
          hasStorage ? [['data', ['deploy', 'run']]] : [],
        );
        expect(store.secrets.get('shop', 'certs', 'key')).to.equal(hasSecrets ? 'pem' : undefined);
      } finally {
        store.close();
      }
      expect(read(file, 'PRAGMA user_version')).to.include({ user_version: migrations.length });
    });
  }

  const next: Migration = {
    version: migrations.length + 1,
    name: 'next',
    sql: 'CREATE TABLE added (a TEXT) STRICT',
  };

  it('copy the database before they change it', () => {
    openDatabase(file).close();
    const database = openDatabase(file);
    database.run(`INSERT INTO apps (name, created_at) VALUES ('shop', 1)`);
    migrate(database, file, [...migrations, next]);
    database.close();
    const copy = `${file}.before-${next.version}`;
    expect(read(copy, 'SELECT name FROM apps')).to.include({ name: 'shop' });
    expect(read(copy, 'PRAGMA user_version')).to.include({ user_version: migrations.length });
    expect(read(file, 'PRAGMA user_version')).to.include({ user_version: next.version });
  });

  it('keep the first copy when an upgrade is tried again', () => {
    const database = openDatabase(file);
    const broken = { ...next, sql: 'CREATE TABLE added (a TEXT) STRICT; SELECT nonsense' };
    expect(() => migrate(database, file, [...migrations, broken])).to.throw(/nonsense/);
    expect(database.get('PRAGMA user_version')).to.include({ user_version: migrations.length });
    expect(() => database.run('INSERT INTO added VALUES (1)')).to.throw(/no such table/);
    migrate(database, file, [...migrations, next]);
    expect(database.get('PRAGMA user_version')).to.include({ user_version: next.version });
    database.close();
  });

  it('complete the copy when an upgrade is repeated after a kill during the copy', async () => {
    const database = openDatabase(file);
    database.script('CREATE TABLE much (bytes BLOB) STRICT');
    for (let row = 0; row < 64; row++) database.run('INSERT INTO much VALUES (randomblob(1048576))');
    await killWhileCopying();
    migrate(database, file, [...migrations, next]);
    database.close();
    const copy = `${file}.before-${next.version}`;
    expect(read(copy, 'PRAGMA integrity_check')).to.include({ integrity_check: 'ok' });
    expect(read(copy, 'SELECT count(*) AS rows FROM much')).to.include({ rows: 64 });
    expect(readdirSync(folder).filter((name) => name.includes('before'))).to.have.length(1);
  });

  /** Starts the same upgrade in a process that is killed when a part of the copy exists. */
  async function killWhileCopying(): Promise<void> {
    const source = join(import.meta.dirname, '../../../src/state');
    const code = `
      import { DatabaseSync } from 'node:sqlite';
      import { Database } from '${source}/database.ts';
      import { migrate } from '${source}/migrate.ts';
      migrate(new Database(new DatabaseSync('${file}')), '${file}', [
        { version: ${migrations.length}, name: 'before', sql: '' },
        { version: ${next.version}, name: 'next', sql: '' },
      ]);`;
    const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', code]);
    const ended = once(child, 'exit');
    const copied = () =>
      readdirSync(folder).some(
        (name) => /before-\d/.test(name) && statSync(join(folder, name)).size > 1_000_000,
      );
    while (child.exitCode === null && !copied()) await new Promise((resolve) => setImmediate(resolve));
    child.kill('SIGKILL');
    expect((await ended)[1], 'killed, not done').to.equal('SIGKILL');
  }

  it('refuse a database of a newer version', () => {
    const database = openDatabase(file);
    database.script('PRAGMA user_version = 999');
    database.close();
    expect(() => openDatabase(file)).to.throw(/newer version \(schema 999/);
  });

  it('report a file that is not a database', () => {
    writeFileSync(file, 'This is no database, whatever its name says. '.repeat(100));
    expect(() => openDatabase(file)).to.throw(/cannot be opened: file is not a database/);
  });
});
