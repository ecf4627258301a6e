import { createHash } from 'node:crypto';
import { Failure } from '../core/failure.ts';

/** A public key as the store keeps it. */
export interface PublicKey {
  /** `SHA256:…`, as ssh-keygen prints it. */
  fingerprint: string;
  /** `<type> <base64>`, the comment left out. */
  publicKey: string;
}

const smallestModulus = 2048;

/** Bytes of an uncompressed point; source: SEC 1, 2.3.3. */
const pointLengths: Record<string, number> = { nistp256: 65, nistp384: 97, nistp521: 133 };

/**
 * Reads one line as `ssh-keygen` writes it: type, base64, comment. Options in front of the type are refused, because
 * nobody would honour them.
 */
export function parsePublicKey(line: string): PublicKey {
  const [type = '', body = ''] = line.trim().split(/\s+/);
  if (type.startsWith('-----BEGIN')) throw invalid('this is a private key, or no OpenSSH key at all');
  if (type.startsWith('sk-')) throw invalid('keys on security tokens (sk-…) are not supported');
  if (!/^(ssh-|ecdsa-)/.test(type)) throw invalid('it does not begin with a key type such as ssh-ed25519');
  const blob = Buffer.from(body, 'base64');
  if (blob.length === 0 || blob.toString('base64') !== body) throw invalid('its second word is not base64');
  const problem = problemOf(type, fieldsOf(blob));
  if (problem) throw invalid(problem);
  return { fingerprint: fingerprintOf(blob), publicKey: `${type} ${body}` };
}

/** `SHA256:` and the unpadded base64 of the hash of a key in wire form. */
export function fingerprintOf(blob: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}

/** The length-prefixed strings of a key in wire form (RFC 4253, 6.6); undefined when they do not fill it exactly. */
function fieldsOf(blob: Buffer): Buffer[] | undefined {
  const fields: Buffer[] = [];
  let at = 0;
  while (at + 4 <= blob.length) {
    const end = at + 4 + blob.readUInt32BE(at);
    if (end > blob.length) return undefined;
    fields.push(blob.subarray(at + 4, end));
    at = end;
  }
  return at === blob.length ? fields : undefined;
}

function problemOf(type: string, fields: Buffer[] | undefined): string | undefined {
  if (!fields || fields[0]?.toString() !== type) return `its base64 is not a key of type ${type}`;
  const [, first, second] = fields;
  switch (type) {
    case 'ssh-ed25519':
      return fields.length === 2 && first!.length === 32 ? undefined : 'it is damaged';
    case 'ssh-rsa':
      if (fields.length !== 3) return 'it is damaged';
      return bitsOf(second!) >= smallestModulus
        ? undefined
        : `RSA keys need at least ${smallestModulus} bits, this one has ${bitsOf(second!)}`;
    case 'ecdsa-sha2-nistp256':
    case 'ecdsa-sha2-nistp384':
    case 'ecdsa-sha2-nistp521': {
      const curve = type.slice('ecdsa-sha2-'.length);
      const sound =
        fields.length === 3 && first!.toString() === curve && second!.length === pointLengths[curve];
      return sound ? undefined : 'it is damaged';
    }
    default:
      return `keys of type ${type} are not supported; use ssh-ed25519, ssh-rsa or ecdsa-sha2-*`;
  }
}

function bitsOf(number: Buffer): number {
  const hex = number.toString('hex').replace(/^0+/, '');
  return hex === '' ? 0 : BigInt(`0x${hex}`).toString(2).length;
}

function invalid(reason: string): Failure {
  return new Failure('This is not a valid public SSH key', {
    code: 'ssh-keys.invalid',
    details: [reason],
    hint: 'Give one line like the content of ~/.ssh/id_ed25519.pub',
  });
}
