import { createHash, randomBytes } from 'node:crypto';
import type { Store } from '../state/store.ts';

/** Makes leaked tokens easy to find by search; contains no information. */
const prefix = 'dkt_';

/** A new token and its hash, which the store keeps. The token is 32 random bytes, so one round of SHA-256 suffices. */
export function newToken(): { token: string; hash: string } {
  const token = prefix + randomBytes(32).toString('base64url');
  return { token, hash: hashOf(token) };
}

export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** The owner of a token; undefined when the token is unknown, revoked or expired. Records when the token was used. */
export function userOfToken(store: Store, token: string, now = Date.now()): string | undefined {
  if (!token.startsWith(prefix)) return undefined;
  const found = store.tokens.findByHash(hashOf(token));
  if (!found || (found.expiresAt !== undefined && found.expiresAt <= now)) return undefined;
  // A push sends three requests. One record a minute is exact enough to tell a used token from a forgotten one.
  if (now - (found.lastUsedAt ?? 0) > 60_000) store.tokens.used(found.id, now);
  return found.user;
}
