import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { fingerprintOf } from '../../access/public-key.ts';
import { Failure } from '../../core/failure.ts';

export interface HostKey {
  type: HostKeyType;
  privateKey: string;
  /** The form that clients show at their first connection. */
  fingerprint: string;
}

/** The first type is preferred. CI images scan a server for its RSA key, so the server has one besides ed25519. */
const hostKeyTypes = ['ed25519', 'rsa'] as const;
type HostKeyType = (typeof hostKeyTypes)[number];

const rsaBits = 3072;

/** The server's identity: keys that are generated at the first start and kept, readable by their owner only. */
export function readHostKeys(folder: string): HostKey[] {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return hostKeyTypes.map((type) => readHostKey(join(folder, `ssh_host_${type}_key`), type));
}

function readHostKey(file: string, type: HostKeyType): HostKey {
  const privateKey = readFile(file) ?? createFile(file, type);
  const parsed = ssh2.utils.parseKey(privateKey);
  if (parsed instanceof Error) {
    throw new Failure(`Could not read the host key ${file}: ${parsed.message}`, {
      code: 'server.host-key',
      hint: 'Restore the file from a backup. If you delete the file, every client must accept a new host key',
    });
  }
  return { type, privateKey, fingerprint: fingerprintOf(parsed.getPublicSSH()) };
}

function readFile(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Of two servers that start at the same time, both use the key of the faster one. */
function createFile(file: string, type: HostKeyType): string {
  try {
    writeFileSync(file, generate(type), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8');
}

/**
 * For ssh2 1.17.0, which writes one ed25519 key in 256 in a form that ssh2 cannot read: the public half begins with a
 * zero byte. test/unit/server/host-keys.test.ts fails when ssh2 no longer does.
 */
function generate(type: HostKeyType): string {
  for (;;) {
    const { private: key } =
      type === 'rsa'
        ? ssh2.utils.generateKeyPairSync('rsa', { bits: rsaBits })
        : ssh2.utils.generateKeyPairSync('ed25519');
    if (!(ssh2.utils.parseKey(key) instanceof Error)) return key;
  }
}
