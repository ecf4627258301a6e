import type { Manifest } from '../../kube/types.ts';
import { isSet, itemsOf, mapOf } from './fields.ts';
import type { PodTemplate } from './pod-templates.ts';
import type { Violation } from './violation.ts';

const need = { property: 'service-account-token', value: 'true' } as const;

/** Returns the ServiceAccounts of a manifest that give no token to a pod by themselves. */
export function accountsWithoutToken(objects: readonly Manifest[], { isOld }: { isOld: boolean }): string[] {
  // Manifests from before the field was written are accepted: the account of an app has no rights of its own.
  return objects
    .filter(({ kind, automountServiceAccountToken: value }) => {
      return kind === 'ServiceAccount' && (value === false || (isOld && !isSet(value)));
    })
    .map(({ metadata }) => metadata.name);
}

/** Returns where a pod gets a token of the API server. `accounts` give none by themselves. */
export function podTokenViolations({ path, spec }: PodTemplate, accounts: readonly string[]): Violation[] {
  const field = `${path}.automountServiceAccountToken`;
  const automount = spec.automountServiceAccountToken;
  const account = spec.serviceAccountName || spec.serviceAccount || 'default';
  const projected = itemsOf(spec.volumes, `${path}.volumes`).flatMap(({ path: volume, item }) =>
    itemsOf(mapOf(item.projected).sources, `${volume}.projected.sources`)
      .filter(({ item: source }) => isSet(source.serviceAccountToken))
      .map(({ path: source }) => ({
        path: `${source}.serviceAccountToken`,
        what: 'mounts a token of the API server',
        need,
      })),
  );
  if (isSet(automount) && automount !== false)
    return [...projected, { path: field, what: 'mounts a token of the API server', need }];
  if (automount === false || accounts.includes(String(account))) return projected;
  return [
    ...projected,
    { path: field, what: `must be false for pods of the ServiceAccount ${account}`, need },
  ];
}

/** Returns where a ServiceAccount gives its token to all its pods. */
export function accountTokenViolations(object: Manifest): Violation[] {
  const value = object.automountServiceAccountToken;
  if (object.kind !== 'ServiceAccount' || !isSet(value) || value === false) return [];
  return [{ path: 'automountServiceAccountToken', what: 'gives pods a token of the API server', need }];
}
