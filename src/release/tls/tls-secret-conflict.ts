import { Failure } from '../../core/failure.ts';
import type { Store } from '../../state/store.ts';
import { readSettings } from '../settings/read-settings.ts';
import type { ReleaseSpec } from '../types.ts';
import { issuedSecretName, tlsSecretName } from './tls-secret.ts';

/**
 * One Secret cannot hold the certificates of two apps: whoever wrote last would be served by both. The names of two
 * apps in one namespace meet when one is called like the other with `-web` behind it.
 */
export function tlsSecretConflict(taken: {
  app: string;
  owner: string;
  name: string;
  namespace: string;
}): Failure {
  const { app, owner, name, namespace } = taken;
  return new Failure(
    `The certificate of ${app} would overwrite that of ${owner}: both use the Secret ${name} of namespace ${namespace}`,
    {
      code: 'certs.secret-taken',
      hint: [
        `Give one of the apps another name: dokku apps:rename ${app} <name>`,
        `Or a namespace of its own: dokku scheduler-k3s:set ${app} namespace <namespace>`,
      ],
    },
  );
}

/** Refuses to import a certificate where another app keeps the one of its issuer. The cluster is not asked. */
export function refuseTlsSecretConflict(store: Store, app: string): void {
  const name = tlsSecretName(app);
  const owner = store.apps.names().find((other) => issuedSecretName(other) === name);
  if (!owner) return;
  const spec: Partial<ReleaseSpec> = JSON.parse(store.releases.newestSpec(owner) ?? '{}');
  const { namespace } = readSettings(store, app);
  if (spec.namespace === namespace && spec.routing?.tls?.secretName === name)
    throw tlsSecretConflict({ app, owner, name, namespace });
}
