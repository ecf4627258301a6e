import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { fingerprintOf } from '../../access/public-key.ts';
import { Failure } from '../../core/failure.ts';

export interface HostKey {
  privateKey: string;
  /** As clients show it at their first connection. */
  fingerprint: string;
}

/** The server's identity: an ed25519 key, made at the first start and kept, readable by its owner only. */
export function readHostKey(folder: string): HostKey {
  const file = join(folder, 'ssh_host_ed25519_key');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, makeKey(), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const privateKey = readFileSync(file, 'utf8');
  const parsed = ssh2.utils.parseKey(privateKey);
  if (parsed instanceof Error) {
    throw new Failure(`The host key ${file} cannot be read: ${parsed.message}`, {
      code: 'server.host-key',
      hint: 'Restore it from a backup; without it every client has to accept a new host key',
    });
  }
  return { privateKey, fingerprint: fingerprintOf(parsed.getPublicSSH()) };
}

/** ssh2 1.17 writes one key in 256 in a form that it cannot read: when the public half begins with a zero byte. */
function makeKey(): string {
  for (;;) {
    const { private: made } = ssh2.utils.generateKeyPairSync('ed25519');
    if (!(ssh2.utils.parseKey(made) instanceof Error)) return made;
  }
}
