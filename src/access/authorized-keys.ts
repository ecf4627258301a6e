import type { Key } from '../state/access/keys.ts';

/** The features of OpenSSH that a key cannot use. A terminal is allowed. */
export const keyOptions = 'no-agent-forwarding,no-user-rc,no-X11-forwarding,no-port-forwarding';

/**
 * A line for OpenSSH's authorized_keys that limits a key to one action: a session of this program. Neither the path
 * nor a name can contain a quote, see `validateUserName`.
 */
export function authorizedKeysLine(key: Key, launcher: string): string {
  const session = `${launcher} ssh-session --key-name ${key.name} --fingerprint ${key.fingerprint}`;
  return `command="${session}",${keyOptions} ${key.publicKey} ${key.name}`;
}
