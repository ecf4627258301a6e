import type { Database } from '../database.ts';

/** Built images, by a key over the source tree and the settings. An image with the same key needs no build. */
export class Images {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Returns the image description as the builder stored it (JSON). */
  find(app: string, key: string): string | undefined {
    return this.#database.get<{ image: string }>(
      'SELECT image FROM images WHERE app = ? AND key = ?',
      app,
      key,
    )?.image;
  }

  remember(app: string, key: string, image: string, now = Date.now()): void {
    this.#database.run(
      'INSERT OR REPLACE INTO images (app, key, image, built_at) VALUES (?, ?, ?, ?)',
      app,
      key,
      image,
      now,
    );
  }

  forget(app: string, key: string): void {
    this.#database.run('DELETE FROM images WHERE app = ? AND key = ?', app, key);
  }
}
