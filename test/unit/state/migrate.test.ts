import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'chai';
import { openDatabase } from '../../../src/state/database.ts';
import { type Migration, migrate } from '../../../src/state/migrate.ts';
import { migrations } from '../../../src/state/migrations/index.ts';

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

  /** The database as the first version made it, with an app that somebody relies on. */
  function writeVersionOne(): void {
    const connection = new DatabaseSync(file);
    connection.exec(migrations[0]!.sql);
    connection.exec(`
      INSERT INTO apps (name, created_at) VALUES ('shop', 1700000000000);
      INSERT INTO domains (app, domain, position) VALUES ('shop', 'shop.example.com', 0), (NULL, 'example.com', 0);
      INSERT INTO scale (app, process, quantity) VALUES ('shop', 'web', 2);
      INSERT INTO properties (app, plugin, key, value) VALUES ('shop', 'ps', 'restore', 'false');
      PRAGMA user_version = 1;
    `);
    connection.close();
  }

  it('are numbered without a gap', () => {
    expect(migrations.map(({ version }) => version)).to.deep.equal(migrations.map((_, index) => index + 1));
  });

  it('make a new database that only its owner can read', () => {
    openDatabase(file).close();
    expect(read(file, 'PRAGMA user_version')).to.include({ user_version: migrations.length });
    for (const name of readdirSync(folder))
      expect(statSync(join(folder, name)).mode & 0o077, name).to.equal(0);
  });

  it('bring a database of version 1 here with everything in it', () => {
    writeVersionOne();
    const database = openDatabase(file);
    try {
      expect(database.get('SELECT name, created_at FROM apps')).to.include({
        name: 'shop',
        created_at: 1700000000000,
      });
      expect(database.all('SELECT domain FROM domains ORDER BY app')).to.have.length(2);
      expect(database.get('SELECT quantity FROM scale')).to.include({ quantity: 2 });
      expect(database.get('PRAGMA user_version')).to.include({ user_version: migrations.length });
    } finally {
      database.close();
    }
  });

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

  it('refuse a database of a newer version', () => {
    const database = openDatabase(file);
    database.script('PRAGMA user_version = 999');
    database.close();
    expect(() => openDatabase(file)).to.throw(/newer version \(schema 999/);
  });

  it('say what is wrong with a file that is no database', () => {
    writeFileSync(file, 'This is no database, whatever its name says. '.repeat(100));
    expect(() => openDatabase(file)).to.throw(/cannot be opened: file is not a database/);
  });
});
