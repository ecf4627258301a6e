import type { AuthContext } from 'ssh2';
import ssh2 from 'ssh2';
import type { Actor } from '../../access/actor.ts';
import { fingerprintOf } from '../../access/public-key.ts';
import type { Keys } from '../../state/access/keys.ts';

/** Everybody logs in as this user; who somebody is, the key says. */
const loginName = 'dokku';

/** `offer`: a known key whose owner has not proved yet that it is theirs. */
export type Verdict = { kind: 'accept'; actor: Actor } | { kind: 'offer' } | { kind: 'reject' };

/** Looks at one attempt to log in: public keys of the store only. */
export function judge(keys: Keys, attempt: AuthContext): Verdict {
  if (attempt.method !== 'publickey' || attempt.username !== loginName) return { kind: 'reject' };
  const key = keys.findByFingerprint(fingerprintOf(attempt.key.data));
  const parsed = key && ssh2.utils.parseKey(key.publicKey);
  if (!key || !parsed || parsed instanceof Error || !parsed.getPublicSSH().equals(attempt.key.data))
    return { kind: 'reject' };
  if (!attempt.signature || !attempt.blob) return { kind: 'offer' };
  const proved = parsed.verify(attempt.blob, attempt.signature, attempt.hashAlgo) === true;
  if (!proved) return { kind: 'reject' };
  return { kind: 'accept', actor: { name: key.name, via: 'ssh', fingerprint: key.fingerprint } };
}
