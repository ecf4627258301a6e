import type { AuthContext, PublicKeyAuthContext } from 'ssh2';
import ssh2 from 'ssh2';
import type { Actor } from '../../access/actor.ts';
import { fingerprintOf } from '../../access/public-key.ts';
import { isSecurityKey, verifySecurityKey } from '../../access/security-key.ts';
import type { Key, Keys } from '../../state/access/keys.ts';

/** The login name of all users; the key identifies the user. */
const loginName = 'dokku';

/** `offer`: the client asks whether a key would be accepted and has not signed yet. */
export type Verdict = { kind: 'accept'; actor: Actor } | { kind: 'offer' } | { kind: 'reject' };

/** Decides on one login attempt: only the public keys in the store are accepted. */
export function decideLogin(keys: Pick<Keys, 'findByFingerprint'>, attempt: AuthContext): Verdict {
  if (attempt.method !== 'publickey' || attempt.username !== loginName) return { kind: 'reject' };
  if (signsBySha1(attempt)) return { kind: 'reject' };
  const key = keys.findByFingerprint(fingerprintOf(attempt.key.data));
  if (!key) return { kind: 'reject' };
  if (!attempt.signature || !attempt.blob) return { kind: 'offer' };
  if (!isSigned(key, attempt)) return { kind: 'reject' };
  return { kind: 'accept', actor: { name: key.name, via: 'ssh', fingerprint: key.fingerprint } };
}

/** The algorithm `ssh-rsa`, which OpenSSH has not used since version 8.8. The others for RSA keys name their hash. */
function signsBySha1({ key, hashAlgo }: PublicKeyAuthContext): boolean {
  return key.algo === 'ssh-rsa' && hashAlgo === undefined;
}

/**
 * For ssh2 1.17.0, which cannot read security keys but passes on what it does not know: the signature with its flags and
 * counter, and the signed data. test/transcript/security-key.test.ts fails when ssh2 no longer does.
 */
function isSigned(key: Key, { key: offered, blob, signature, hashAlgo }: PublicKeyAuthContext): boolean {
  const [type = ''] = key.publicKey.split(' ');
  if (isSecurityKey(type))
    return offered.algo === type && verifySecurityKey(type, offered.data, blob!, signature!);
  const parsed = ssh2.utils.parseKey(key.publicKey);
  if (parsed instanceof Error || !parsed.getPublicSSH().equals(offered.data)) return false;
  return parsed.verify(blob!, signature!, hashAlgo) === true;
}
