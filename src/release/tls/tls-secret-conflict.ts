import { Failure } from '../../core/failure.ts';
import { tlsSecretName } from './tls-secret.ts';

/**
 * One Secret cannot hold the certificates of two apps: whoever wrote last would be served by both. The names of two
 * apps in one namespace meet when one is called like the other with `-web` behind it.
 */
export function tlsSecretConflict(conflict: {
  app: string;
  owner: string;
  name: string;
  namespace: string;
}): Failure {
  const { app, owner, name, namespace } = conflict;
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

/** A certificate that an issuer wrote for an app. */
export interface IssuedCertificate {
  app: string;
  namespace: string;
  secretName: string;
}

/** Refuses to import a certificate where another app keeps the one of its issuer. The cluster is not asked. */
export function refuseTlsSecretConflict(
  { app, namespace }: { app: string; namespace: string },
  issued: readonly IssuedCertificate[],
): void {
  const name = tlsSecretName(app);
  const owner = issued.find((each) => each.namespace === namespace && each.secretName === name);
  if (owner) throw tlsSecretConflict({ app, owner: owner.app, name, namespace });
}
