import { Failure } from '../core/failure.ts';
import type { Store } from '../state/store.ts';

/** A user is anyone with a key, a grant or a token. */
export function isUser(store: Store, name: string): boolean {
  return (
    store.keys.find(name) !== undefined ||
    store.grants.of(name).length > 0 ||
    store.tokens.list(name).length > 0
  );
}

/** Names appear in logs, reports and lines of authorized_keys, so they contain no character that must be quoted. */
export function validateUserName(name: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}$/.test(name)) return;
  throw new Failure(`"${name}" is not a valid user name`, {
    code: 'access.user-name',
    details: [
      'it must begin with a letter or digit and contain only letters, digits and . _ @ + -, 64 at most',
    ],
    hint: 'Choose a name like alice or alice@laptop',
  });
}

/** Revokes all access of a user: grants, tokens and key. */
export function removeUser(store: Store, name: string): { tokens: number } {
  return store.transaction(() => {
    store.keys.remove(name);
    store.grants.removeAll(name);
    return { tokens: store.tokens.revokeAll(name) };
  });
}
