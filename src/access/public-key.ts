import { createHash, createPublicKey } from 'node:crypto';
import ssh2 from 'ssh2';
import { Failure } from '../core/failure.ts';
import { isSecurityKey, parseSecurityKey } from './security-key.ts';

/** A public key as the store keeps it. */
export interface PublicKey {
  /** `SHA256:…`, as ssh-keygen prints it. */
  fingerprint: string;
  /** `<type> <base64>`, without the comment. */
  publicKey: string;
}

const minRsaBits = 2048;

/** Key types that the server can verify. ssh2 also reads DSA keys and certificates, but cannot verify them safely. */
const supportedTypes = /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521))$/;

/**
 * Reads one line in the format of `ssh-keygen`: type, base64, comment. A line with options before the type is refused,
 * because the server would ignore the options.
 */
export function parsePublicKey(line: string): PublicKey {
  const [type = '', body = ''] = line.trim().split(/\s+/);
  if (type.startsWith('-----BEGIN')) throw invalid('this is a private key or not an OpenSSH key');
  if (!/^(ssh-|ecdsa-|sk-)/.test(type))
    throw invalid('the line does not begin with a key type such as ssh-ed25519');
  if (!supportedTypes.test(type) && !isSecurityKey(type))
    throw invalid(
      `keys of type ${type} are not supported; use ssh-ed25519, ssh-rsa, ecdsa-sha2-* or a security key (sk-*)`,
    );
  const blob = Buffer.from(body, 'base64');
  if (blob.length === 0 || blob.toString('base64') !== body) throw invalid('the second word is not base64');
  if (typeOf(blob) !== type) throw invalid(`the base64 text is not a key of type ${type}`);
  const problem = problemOf(isSecurityKey(type) ? parseSecurityKey(type, blob)?.inner : blob);
  if (problem) throw invalid(problem);
  return { fingerprint: fingerprintOf(blob), publicKey: `${type} ${body}` };
}

/** `SHA256:` and the unpadded base64 of the hash of a key in wire form. */
export function fingerprintOf(blob: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}

/** The first string of a key in wire form (RFC 4253, 6.6). */
function typeOf(blob: Buffer): string {
  return blob.length < 4 ? '' : blob.toString('latin1', 4, 4 + blob.readUInt32BE(0));
}

function problemOf(blob: Buffer | undefined): string | undefined {
  const parsed = blob && ssh2.utils.parseKey(blob);
  // ssh2 ignores parts that it does not need: bytes after the key, the name of the curve.
  if (!parsed || parsed instanceof Error || !parsed.getPublicSSH().equals(blob)) return damaged;
  try {
    const bits = createPublicKey(parsed.getPublicPEM()).asymmetricKeyDetails?.modulusLength;
    if (bits === undefined || bits >= minRsaBits) return undefined;
    return `RSA keys need at least ${minRsaBits} bits, this key has ${bits}`;
  } catch {
    return damaged;
  }
}

const damaged = 'the key is damaged';

function invalid(reason: string): Failure {
  return new Failure('This is not a valid public SSH key', {
    code: 'ssh-keys.invalid',
    details: [reason],
    hint: 'Pass one line such as the content of ~/.ssh/id_ed25519.pub',
  });
}
