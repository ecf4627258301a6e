import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import ssh2 from 'ssh2';
import { readFields, writeFields } from './wire-format.ts';

/** Keys of hardware tokens and the type of key that each has inside; source: OpenSSH, PROTOCOL.u2f. */
const innerTypes: Record<string, string> = {
  'sk-ssh-ed25519@openssh.com': 'ssh-ed25519',
  'sk-ecdsa-sha2-nistp256@openssh.com': 'ecdsa-sha2-nistp256',
};

export function isSecurityKey(type: string): boolean {
  return Object.hasOwn(innerTypes, type);
}

/** The public key of a security key, and the application that the key is for: usually `ssh:`. */
export interface SecurityKey {
  /** In wire form. */
  inner: Buffer;
  application: Buffer;
}

/** Takes a security key in wire form apart; undefined when it is damaged. */
export function parseSecurityKey(type: string, blob: Buffer): SecurityKey | undefined {
  const fields = readFields(blob);
  const application = fields?.pop();
  const inner = innerTypes[type];
  if (!fields || !application?.length || inner === undefined || fields[0]?.toString() !== type)
    return undefined;
  return { inner: writeFields(inner, ...fields.slice(1)), application };
}

/** Bit of the flags in a signature: somebody touched the token. Source: FIDO CTAP2, authenticator data. */
const userPresent = 0x01;

/** The flags byte and the counter of four bytes behind a signature. */
const trailerBytes = 5;

/**
 * Whether a token signed `data` and somebody touched the token. `signature` is the signature of the inner key with the
 * trailer behind it. The counter shows a copied token only to somebody who stores the last counter; OpenSSH's server
 * does not, and neither does this one.
 */
export function verifySecurityKey(type: string, blob: Buffer, data: Buffer, signature: Buffer): boolean {
  const key = parseSecurityKey(type, blob);
  const parsed = key && ssh2.utils.parseKey(key.inner);
  if (!parsed || parsed instanceof Error || signature.length <= trailerBytes) return false;
  const trailer = signature.subarray(-trailerBytes);
  if ((trailer[0]! & userPresent) === 0) return false;
  const signed = Buffer.concat([sha256(key.application), trailer, sha256(data)]);
  const bare = signature.subarray(0, -trailerBytes);
  return verifyInner(createPublicKey(parsed.getPublicPEM()), signed, bare);
}

function verifyInner(key: KeyObject, signed: Buffer, signature: Buffer): boolean {
  if (key.asymmetricKeyType === 'ed25519') return verify(null, signed, key, signature);
  const numbers = readFields(signature)?.map(fixedLength);
  if (numbers?.length !== 2 || numbers.includes(undefined)) return false;
  return verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, Buffer.concat(numbers as Buffer[]));
}

/** A number of SSH (RFC 4251, `mpint`), which has a zero byte in front or lacks some, as the 32 bytes of the curve. */
function fixedLength(number: Buffer): Buffer | undefined {
  const digits = number.subarray(number[0] === 0 ? 1 : 0);
  return digits.length <= 32 ? Buffer.concat([Buffer.alloc(32 - digits.length), digits]) : undefined;
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
