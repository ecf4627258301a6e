import type { ParsedKey } from 'ssh2';
import ssh2 from 'ssh2';

const algorithms = ['rsa-sha2-512', 'rsa-sha2-256'];

/**
 * The host keys for ssh2, without SHA-1 signatures of the RSA key. For ssh2 1.17.0, which offers an RSA key as `ssh-rsa`
 * too, whatever `algorithms.serverHostKey` contains. A parsed key is passed on as it is and offered under its type, so
 * an RSA key is passed once for each allowed algorithm. Without this, clients can ask for SHA-1, so no figure has to pay
 * for it. test/unit/server/rsa-host-key.test.ts fails when ssh2 no longer needs or no longer bears it.
 */
export function withoutSha1(privateKey: string): (string | { key: string })[] {
  const key = ssh2.utils.parseKey(privateKey) as ParsedKey;
  if (key.type !== 'ssh-rsa') return [privateKey];
  // ssh2 takes parsed keys; its types name only texts.
  return algorithms.map((type) => ({ key: Object.create(key, { type: { value: type } }) }));
}
