import { Failure } from '../core/failure.ts';
import type { Database } from './database.ts';
import { migrations } from './migrations/index.ts';

export interface Migration {
  /** Consecutive from 1; the number is stored as SQLite's `user_version`. */
  version: number;
  name: string;
  sql: string;
}

/** Applies what is missing, each migration in a transaction of its own; the file is copied beside itself first. */
export function migrate(database: Database, file: string, known: readonly Migration[] = migrations): void {
  const current = versionOf(database);
  const newest = known.at(-1)?.version ?? 0;
  if (current === newest) return;
  if (current > newest) {
    throw new Failure(
      `The database ${file} was written by a newer version (schema ${current}, this one knows ${newest})`,
      {
        code: 'state.newer',
        hint: 'Install the newer version again; a copy from before its upgrade lies beside the database',
      },
    );
  }
  if (current > 0) backup(database, `${file}.before-${current + 1}`);
  for (const migration of known.filter(({ version }) => version > current)) apply(database, migration);
}

function apply(database: Database, migration: Migration): void {
  database.transaction(() => {
    // Another process may have been faster while this one waited for the write lock.
    if (versionOf(database) >= migration.version) return;
    database.script(migration.sql);
    database.script(`PRAGMA user_version = ${migration.version}`);
  });
}

function backup(database: Database, copy: string): void {
  try {
    database.run('VACUUM INTO ?', copy);
  } catch (error) {
    // The whole copy of an upgrade that failed is older and therefore the better one. Of one that was killed while it
    // copied SQLite rolls back the copy and creates it again.
    if (!/already exists/.test(String(error))) throw error;
  }
}

function versionOf(database: Database): number {
  return database.get<{ user_version: number }>('PRAGMA user_version')!.user_version;
}
