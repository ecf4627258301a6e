import type { Database } from '../database.ts';

/** One command that a user ran or was denied. Arguments are not stored, because they can contain secrets. */
export interface AuditEntry {
  /** End of the command, in milliseconds since the epoch. */
  at: number;
  actor: string;
  via: string;
  command: string;
  app: string | undefined;
  allowed: boolean;
  exitStatus: number;
}

interface AuditRow {
  at: number;
  actor: string;
  via: string;
  command: string;
  app: string | null;
  allowed: number;
  exit_status: number;
}

/** The append-only audit log: entries remain when their app or user is deleted. */
export class Audit {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  append(entry: AuditEntry): void {
    this.#database.run(
      'INSERT INTO audit (at, actor, via, command, app, allowed, exit_status) VALUES (?, ?, ?, ?, ?, ?, ?)',
      entry.at,
      entry.actor,
      entry.via,
      entry.command,
      entry.app ?? null,
      entry.allowed ? 1 : 0,
      entry.exitStatus,
    );
  }

  /** Returns the newest `count` entries of one app or of all apps, in chronological order. */
  tail(count: number, app?: string): AuditEntry[] {
    return this.#database
      .all<AuditRow>(
        'SELECT * FROM audit WHERE ?1 IS NULL OR app = ?1 ORDER BY id DESC LIMIT ?2',
        app ?? null,
        count,
      )
      .reverse()
      .map((row) => ({
        at: row.at,
        actor: row.actor,
        via: row.via,
        command: row.command,
        app: row.app ?? undefined,
        allowed: row.allowed === 1,
        exitStatus: row.exit_status,
      }));
  }
}
