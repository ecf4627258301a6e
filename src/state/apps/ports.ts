import type { Database } from '../database.ts';

/** One port map of `ports:set`: `scheme:host:container`. */
export interface PortMap {
  scheme: string;
  host: number;
  container: number;
}

export class Ports {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  list(app: string): PortMap[] {
    return this.#database
      .all<PortMap>('SELECT scheme, host, container FROM port_maps WHERE app = ? ORDER BY scheme, host', app)
      .map((row) => ({ ...row }));
  }

  replace(app: string, maps: readonly PortMap[]): void {
    this.#database.transaction(() => {
      this.#database.run('DELETE FROM port_maps WHERE app = ?', app);
      for (const { scheme, host, container } of maps) {
        this.#database.run(
          'INSERT INTO port_maps (app, scheme, host, container) VALUES (?, ?, ?, ?)',
          app,
          scheme,
          host,
          container,
        );
      }
    });
  }
}
