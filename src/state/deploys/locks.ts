import type { Database } from '../database.ts';

/** The holder of an app's deploy lock. Times are in milliseconds since the epoch. */
export interface LockHolder {
  owner: string;
  purpose: string;
  build: string | undefined;
  since: number;
  heartbeat: number;
  pid: number;
  startTicks: number;
  bootId: string;
  /** Increases with every acquisition. A holder without the newest number has lost the lock. */
  fence: number;
}

interface LockRow {
  fence: number;
  owner: string | null;
  pid: number | null;
  start_ticks: number | null;
  boot_id: string | null;
  purpose: string | null;
  build: string | null;
  since: number | null;
  heartbeat: number | null;
}

/** Stores the rows only. `deploy/frame/lock.ts` decides which holder is dead and words the refusal. */
export class Locks {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  holder(app: string): LockHolder | undefined {
    const row = this.#database.get<LockRow>('SELECT * FROM locks WHERE app = ?', app);
    if (!row || row.owner === null) return undefined;
    return {
      owner: row.owner,
      purpose: row.purpose!,
      build: row.build ?? undefined,
      since: row.since!,
      heartbeat: row.heartbeat!,
      pid: row.pid!,
      startTicks: row.start_ticks!,
      bootId: row.boot_id!,
      fence: row.fence,
    };
  }

  /**
   * Acquires the lock, or returns its holder if `isAlive` is true for that holder. Runs in one transaction, so that
   * only one of two processes gets the lock.
   */
  acquire(
    app: string,
    claim: Omit<LockHolder, 'fence'>,
    isAlive: (holder: LockHolder) => boolean,
  ): { fence: number } | { holder: LockHolder } {
    return this.#database.transaction(() => {
      const holder = this.holder(app);
      if (holder && isAlive(holder)) return { holder };
      const row = this.#database.get<{ fence: number }>(
        `INSERT INTO locks (app, fence, owner, pid, start_ticks, boot_id, purpose, build, since, heartbeat)
         VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (app) DO UPDATE SET fence = fence + 1, owner = excluded.owner, pid = excluded.pid,
           start_ticks = excluded.start_ticks, boot_id = excluded.boot_id, purpose = excluded.purpose,
           build = excluded.build, since = excluded.since, heartbeat = excluded.heartbeat
         RETURNING fence`,
        app,
        claim.owner,
        claim.pid,
        claim.startTicks,
        claim.bootId,
        claim.purpose,
        claim.build ?? null,
        claim.since,
        claim.heartbeat,
      )!;
      return { fence: row.fence };
    });
  }

  /** Stores a heartbeat. Returns false if the caller has lost the lock. */
  beat(app: string, fence: number, now = Date.now()): boolean {
    return (
      this.#database.run(
        'UPDATE locks SET heartbeat = ? WHERE app = ? AND fence = ? AND owner IS NOT NULL',
        now,
        app,
        fence,
      ) === 1
    );
  }

  /** Assigns the lock to another process, with another purpose. The lock is free when that process ends. */
  handOver(
    app: string,
    fence: number,
    to: Pick<LockHolder, 'pid' | 'startTicks' | 'bootId' | 'purpose'>,
  ): void {
    this.#database.run(
      'UPDATE locks SET pid = ?, start_ticks = ?, boot_id = ?, purpose = ? WHERE app = ? AND fence = ?',
      to.pid,
      to.startTicks,
      to.bootId,
      to.purpose,
      app,
      fence,
    );
  }

  /** Frees the lock, unless another holder has acquired it. */
  release(app: string, fence: number): void {
    this.#database.run('UPDATE locks SET owner = NULL WHERE app = ? AND fence = ?', app, fence);
  }

  /** Removes the lock from any holder (`apps:unlock`). */
  break(app: string): void {
    this.#database.run('UPDATE locks SET owner = NULL, fence = fence + 1 WHERE app = ?', app);
  }
}
