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
