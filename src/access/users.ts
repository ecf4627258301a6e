import { Failure } from '../core/failure.ts';
import type { Store } from '../state/store.ts';

/** A user is whoever has a key, a grant or a token. */
export function isUser(store: Store, name: string): boolean {
  return (
    store.keys.find(name) !== undefined ||
    store.grants.of(name).length > 0 ||
    store.tokens.list(name).length > 0
  );
}

/** Names appear in logs, in reports and in the lines of an authorized_keys file, so they hold nothing to quote. */
export function validateUserName(name: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}$/.test(name)) return;
  throw new Failure(`"${name}" cannot be the name of a user`, {
    code: 'access.user-name',
    details: ['it must begin with a letter or digit and hold only letters, digits and . _ @ + -, 64 at most'],
    hint: 'Choose a name like alice or alice@laptop',
  });
}

/** Takes all access from a user: grants, tokens and key. */
export function removeUser(store: Store, name: string): { tokens: number } {
  return store.transaction(() => {
    store.keys.remove(name);
    store.grants.removeAll(name);
    return { tokens: store.tokens.revokeAll(name) };
  });
}
