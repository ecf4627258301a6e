import type { Database } from '../database.ts';

/** Wanted number of containers per process type, sorted by process type. */
export class Scale {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  all(app: string): Record<string, number> {
    const rows = this.#database.all<{ process: string; quantity: number }>(
      'SELECT process, quantity FROM scale WHERE app = ? ORDER BY process',
      app,
    );
    return Object.fromEntries(rows.map(({ process, quantity }) => [process, quantity]));
  }

  /**
   * The most pods that each process type may have, as far as it is known before a deploy: the limit of the autoscaler
   * in the serving release, else the wanted number.
   */
  maxPods(app: string): Record<string, number> {
    const rows = this.#database.all<{ process: string; most: number }>(
      'SELECT process, coalesce(max_pods, quantity) AS most FROM scale WHERE app = ? ORDER BY process',
      app,
    );
    return Object.fromEntries(rows.map(({ process, most }) => [process, most]));
  }

  /** Records the limits of the autoscalers in the release that serves from now on. */
  setMaxPods(app: string, limits: Record<string, number>): void {
    this.#database.transaction(() => {
      this.#database.run('UPDATE scale SET max_pods = NULL WHERE app = ?', app);
      for (const [process, limit] of Object.entries(limits))
        this.#database.run(
          'UPDATE scale SET max_pods = ? WHERE app = ? AND process = ?',
          limit,
          app,
          process,
        );
    });
  }

  set(app: string, quantities: Record<string, number>): void {
    this.#database.transaction(() => {
      for (const [process, quantity] of Object.entries(quantities)) {
        this.#database.run(
          'INSERT INTO scale (app, process, quantity) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET quantity = excluded.quantity',
          app,
          process,
          quantity,
        );
      }
    });
  }

  remove(app: string, process: string): void {
    this.#database.run('DELETE FROM scale WHERE app = ? AND process = ?', app, process);
  }
}
