import type { Database } from '../database.ts';

/** The configured number of pods per process type, sorted by process type. */
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
   * Returns the maximum number of pods per process type, as known before a deploy: the autoscaler limit of the serving
   * release, else the configured number.
   */
  maxPods(app: string): Record<string, number> {
    const rows = this.#database.all<{ process: string; most: number }>(
      'SELECT process, coalesce(max_pods, quantity) AS most FROM scale WHERE app = ? ORDER BY process',
      app,
    );
    return Object.fromEntries(rows.map(({ process, most }) => [process, most]));
  }

  /** Stores the autoscaler limits of the release that is serving now. */
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
