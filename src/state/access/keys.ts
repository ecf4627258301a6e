import type { Database } from '../database.ts';

/** A public SSH key; the name of the key is the user. */
export interface Key {
  name: string;
  /** `SHA256:…` */
  fingerprint: string;
  /** Type and base64 body, without the comment. */
  publicKey: string;
  createdAt: number;
}

interface KeyRow {
  name: string;
  fingerprint: string;
  public_key: string;
  created_at: number;
}

export class Keys {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Returns all keys, sorted by name. */
  list(): Key[] {
    return this.#database.all<KeyRow>('SELECT * FROM ssh_keys ORDER BY name').map(fromRow);
  }

  find(name: string): Key | undefined {
    const row = this.#database.get<KeyRow>('SELECT * FROM ssh_keys WHERE name = ?', name);
    return row && fromRow(row);
  }

  findByFingerprint(fingerprint: string): Key | undefined {
    const row = this.#database.get<KeyRow>('SELECT * FROM ssh_keys WHERE fingerprint = ?', fingerprint);
    return row && fromRow(row);
  }

  add(key: Omit<Key, 'createdAt'>, now = Date.now()): void {
    this.#database.run(
      'INSERT INTO ssh_keys (fingerprint, name, public_key, created_at) VALUES (?, ?, ?, ?)',
      key.fingerprint,
      key.name,
      key.publicKey,
      now,
    );
  }

  remove(name: string): void {
    this.#database.run('DELETE FROM ssh_keys WHERE name = ?', name);
  }
}

function fromRow(row: KeyRow): Key {
  return {
    name: row.name,
    fingerprint: row.fingerprint,
    publicKey: row.public_key,
    createdAt: row.created_at,
  };
}
