import { Failure } from '../../core/failure.ts';
import { tlsSecretName } from './tls-secret.ts';

/**
 * Returns the error for two apps that use one Secret: both would serve the certificate that was written last. Two apps
 * in one namespace share a Secret name if one app has the name of the other plus `-web`.
 */
export function tlsSecretConflict(conflict: {
  app: string;
  /** Undefined for an actor who may not see the app. */
  owner: string | undefined;
  name: string;
  namespace: string;
}): Failure {
  const { app, owner, name, namespace } = conflict;
  return new Failure(
    `The certificate of ${app} would overwrite that of ${owner ?? 'another app'}: both use the Secret ${name} of namespace ${namespace}`,
    {
      code: 'certs.secret-taken',
      hint: [
        `Give one of the apps another name: dokku apps:rename ${app} <name>`,
        `Or give the app another namespace: dokku scheduler-k3s:set ${app} namespace <namespace>`,
      ],
    },
  );
}

/** A certificate that an issuer issued for an app. */
export interface IssuedCertificate {
  app: string;
  namespace: string;
  secretName: string;
}

/**
 * Refuses to import a certificate if the Secret contains the issued certificate of another app. Does not query the
 * cluster.
 */
export function refuseTlsSecretConflict(
  { app, namespace }: { app: string; namespace: string },
  issued: readonly IssuedCertificate[],
  isVisible: (app: string) => boolean,
): void {
  const name = tlsSecretName(app);
  const owner = issued.find((each) => each.namespace === namespace && each.secretName === name);
  if (!owner) return;
  throw tlsSecretConflict({ app, owner: isVisible(owner.app) ? owner.app : undefined, name, namespace });
}
