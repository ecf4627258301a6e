import type { Store } from '../../state/store.ts';
import {
  type CertificatePair,
  certificateKeys,
  certificatePlugin,
  issuedSecretName,
} from '../tls/tls-secret.ts';
import type { IssuedCertificate } from '../tls/tls-secret-conflict.ts';
import type { ReleaseSpec } from '../types.ts';

/** The certificate that was imported for an app. */
export function readCertificate({ secrets }: Store, app: string): CertificatePair | undefined {
  const certificate = secrets.get(app, certificatePlugin, certificateKeys.certificate);
  const key = secrets.get(app, certificatePlugin, certificateKeys.key);
  return certificate !== undefined && key !== undefined ? { certificate, key } : undefined;
}

/**
 * The certificates that the newest releases keep in Secrets of this name. The spec of a release is read only when the
 * name of the app makes such a Secret possible.
 */
export function readIssuedCertificates({ apps, releases }: Store, secretName: string): IssuedCertificate[] {
  return apps
    .names()
    .filter((app) => issuedSecretName(app) === secretName)
    .flatMap((app) => {
      const { namespace, routing }: Partial<ReleaseSpec> = JSON.parse(releases.newestSpec(app) ?? '{}');
      return namespace && routing?.tls?.secretName === secretName ? [{ app, namespace, secretName }] : [];
    });
}
