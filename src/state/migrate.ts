import { Failure } from '../core/failure.ts';
import type { Database } from './database.ts';
import { migrations } from './migrations/index.ts';

export interface Migration {
  /** Consecutive from 1; stored as SQLite's `user_version`. */
  version: number;
  name: string;
  sql: string;
}

/**
 * Applies the missing migrations, each in its own transaction. Before the first one, copies the database file within
 * its folder.
 */
export function migrate(database: Database, file: string, known: readonly Migration[] = migrations): void {
  const current = versionOf(database);
  const newest = known.at(-1)?.version ?? 0;
  if (current === newest) return;
  if (current > newest) {
    throw new Failure(
      `The database ${file} was written by a newer version (schema ${current}; this version supports ${newest})`,
      {
        code: 'state.newer',
        hint: 'Install the newer version again. A copy from before its upgrade is in the same folder as the database',
      },
    );
  }
  if (current > 0) backup(database, `${file}.before-${current + 1}`);
  for (const migration of known.filter(({ version }) => version > current)) apply(database, migration);
}

function apply(database: Database, migration: Migration): void {
  database.transaction(() => {
    // Another process can have applied the migration while this process waited for the write lock.
    if (versionOf(database) >= migration.version) return;
    database.script(migration.sql);
    database.script(`PRAGMA user_version = ${migration.version}`);
  });
}

function backup(database: Database, copy: string): void {
  try {
    database.run('VACUUM INTO ?', copy);
  } catch (error) {
    // A complete copy from a failed upgrade is older and therefore the better backup. If a process was killed while
    // copying, SQLite rolls back the partial copy and creates the copy again.
    if (!/already exists/.test(String(error))) throw error;
  }
}

function versionOf(database: Database): number {
  return database.get<{ user_version: number }>('PRAGMA user_version')!.user_version;
}
