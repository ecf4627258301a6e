import type { Key } from '../state/access/keys.ts';

/** What OpenSSH must refuse to the keys; a terminal stays allowed. */
export const keyOptions = 'no-agent-forwarding,no-user-rc,no-X11-forwarding,no-port-forwarding';

/**
 * A line for OpenSSH's authorized_keys that lets a key do one thing only: a session of ours. Neither the path nor a
 * name can hold a quote, see `validateUserName`.
 */
export function authorizedKeysLine(key: Key, launcher: string): string {
  const session = `${launcher} ssh-session --key-name ${key.name} --fingerprint ${key.fingerprint}`;
  return `command="${session}",${keyOptions} ${key.publicKey} ${key.name}`;
}
