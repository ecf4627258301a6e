import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import ssh2 from 'ssh2';
import { readFields, writeFields } from './wire-format.ts';

/** Key types of hardware tokens, each with the type of its inner key. Source: OpenSSH, PROTOCOL.u2f. */
const innerTypes: Record<string, string> = {
  'sk-ssh-ed25519@openssh.com': 'ssh-ed25519',
  'sk-ecdsa-sha2-nistp256@openssh.com': 'ecdsa-sha2-nistp256',
};

export function isSecurityKey(type: string): boolean {
  return Object.hasOwn(innerTypes, type);
}

/** The inner public key of a security key, and the application that the key is for: usually `ssh:`. */
export interface SecurityKey {
  /** In wire form. */
  inner: Buffer;
  application: Buffer;
}

/** Splits a security key in wire form into its parts; undefined for a damaged key. */
export function parseSecurityKey(type: string, blob: Buffer): SecurityKey | undefined {
  const fields = readFields(blob);
  const application = fields?.pop();
  const inner = innerTypes[type];
  if (!fields || !application?.length || inner === undefined || fields[0]?.toString() !== type)
    return undefined;
  return { inner: writeFields(inner, ...fields.slice(1)), application };
}

/** Flag in a signature: a person touched the token. Source: FIDO CTAP2, authenticator data. */
const userPresent = 0x01;

/** Bytes after a signature: one for the flags, four for the counter. */
const trailerBytes = 5;

/**
 * Whether a token signed `data` and a person touched the token. `signature` is the signature of the inner key, followed
 * by the trailer. The counter reveals a copied token only to a server that stores the last counter. OpenSSH's server
 * does not store counters, and neither does this server.
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

/** An SSH number (RFC 4251, `mpint`) as the 32 bytes of the curve. It can have a leading zero byte or fewer bytes. */
function fixedLength(number: Buffer): Buffer | undefined {
  const digits = number.subarray(number[0] === 0 ? 1 : 0);
  return digits.length <= 32 ? Buffer.concat([Buffer.alloc(32 - digits.length), digits]) : undefined;
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
