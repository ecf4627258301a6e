import { pullSecretName } from '../config/pull-secret.ts';
import type { ObjectReference } from './references.ts';
import type { Violation } from './violation.ts';

/** Where the kubelet reads a pull secret. Everywhere else, the app itself could read it. */
const forKubelet = /(^|\.)imagePullSecrets\[\d+\]\.name$/;

/**
 * Returns an error when an app would read a pull secret: it holds the registry logins of the server, with which the
 * images of all apps can be read and replaced.
 */
export function loginViolation(
  { path, ref }: ObjectReference,
  pullSecrets: readonly string[],
): Violation | undefined {
  const isPullSecret = pullSecrets.includes(ref.name) || ref.name.startsWith(pullSecretName(''));
  if (ref.kind !== 'Secret' || !isPullSecret || forKubelet.test(path)) return undefined;
  return {
    path,
    what: `names the Secret ${ref.name}, which holds registry logins: only imagePullSecrets may`,
  };
}
