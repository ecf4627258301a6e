import type { Database } from '../database.ts';

/** A password for Git over HTTP. Only the user knows the token itself. Times are in milliseconds since the epoch. */
export interface Token {
  id: string;
  user: string;
  description: string;
  createdAt: number;
  expiresAt: number | undefined;
  lastUsedAt: number | undefined;
}

interface TokenRow {
  id: string;
  user: string;
  description: string;
  created_at: number;
  expires_at: number | null;
  last_used_at: number | null;
}

export class Tokens {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Returns the tokens of one user or of all users, oldest first. */
  list(user?: string): Token[] {
    return this.#database
      .all<TokenRow>(
        'SELECT * FROM tokens WHERE ?1 IS NULL OR user = ?1 ORDER BY created_at, id',
        user ?? null,
      )
      .map(fromRow);
  }

  /** Stores a token. Later requests are matched by `hash`, see access/token.ts. */
  add(token: Omit<Token, 'createdAt' | 'lastUsedAt'>, hash: string, now = Date.now()): void {
    this.#database.run(
      'INSERT INTO tokens (id, user, description, hash, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)',
      token.id,
      token.user,
      token.description,
      hash,
      now,
      token.expiresAt ?? null,
    );
  }

  findByHash(hash: string): Token | undefined {
    const row = this.#database.get<TokenRow>('SELECT * FROM tokens WHERE hash = ?', hash);
    return row && fromRow(row);
  }

  used(id: string, now = Date.now()): void {
    this.#database.run('UPDATE tokens SET last_used_at = ? WHERE id = ?', now, id);
  }

  /** Returns false if the token does not exist. */
  revoke(id: string): boolean {
    return this.#database.run('DELETE FROM tokens WHERE id = ?', id) === 1;
  }

  /** Returns the number of revoked tokens. */
  revokeAll(user: string): number {
    return this.#database.run('DELETE FROM tokens WHERE user = ?', user);
  }
}

function fromRow(row: TokenRow): Token {
  return {
    id: row.id,
    user: row.user,
    description: row.description,
    createdAt: row.created_at,
    expiresAt: row.expires_at ?? undefined,
    lastUsedAt: row.last_used_at ?? undefined,
  };
}
