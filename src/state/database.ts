import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { Failure, messageOf } from '../core/failure.ts';
import { migrate } from './migrate.ts';

/**
 * One SQLite file in WAL mode, shared by all processes of the installation. Calls are synchronous: each takes well
 * under a millisecond, and a command's process has no other work during the call.
 */
export class Database {
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #depth = 0;

  constructor(connection: DatabaseSync) {
    this.#connection = connection;
  }

  all<T>(sql: string, ...values: SQLInputValue[]): T[] {
    return this.#prepare(sql).all(...values) as T[];
  }

  get<T>(sql: string, ...values: SQLInputValue[]): T | undefined {
    return this.#prepare(sql).get(...values) as T | undefined;
  }

  /** Returns the number of changed rows. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepare(sql).run(...values).changes);
  }

  script(sql: string): void {
    this.#connection.exec(sql);
  }

  /** Runs `body` in one write transaction; nested calls join the outer one. */
  transaction<T>(body: () => T): T {
    if (this.#depth > 0) return body();
    this.#connection.exec('BEGIN IMMEDIATE');
    this.#depth++;
    try {
      const result = body();
      this.#connection.exec('COMMIT');
      return result;
    } catch (error) {
      this.#connection.exec('ROLLBACK');
      throw error;
    } finally {
      this.#depth--;
    }
  }

  close(): void {
    this.#statements.clear();
    this.#connection.close();
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#connection.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/** Opens the database file. Creates the file (0600) and migrates its schema to the newest version if needed. */
export function openDatabase(file: string): Database {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    // SQLite creates its files with the mode of the umask. The database contains secrets.
    const umask = process.umask(0o077);
    try {
      const connection = new DatabaseSync(file, { timeout: 10_000 });
      connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON');
      const database = new Database(connection);
      migrate(database, file);
      return database;
    } finally {
      process.umask(umask);
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`The database ${file} cannot be opened: ${messageOf(error)}`, {
      code: 'state.unreadable',
      hint: 'Check that DOKKU_ROOT is right and that this user may write there',
      cause: error,
    });
  }
}
