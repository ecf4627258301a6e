import type { Store } from '../../state/store.ts';
import {
  type CertificatePair,
  certificateKeys,
  certificatePlugin,
  issuedSecretName,
} from '../tls/tls-secret.ts';
import type { IssuedCertificate } from '../tls/tls-secret-conflict.ts';
import type { ReleaseSpec } from '../types.ts';

/** Returns the imported certificate of an app. */
export function readCertificate({ secrets }: Store, app: string): CertificatePair | undefined {
  const certificate = secrets.get(app, certificatePlugin, certificateKeys.certificate);
  const key = secrets.get(app, certificatePlugin, certificateKeys.key);
  return certificate !== undefined && key !== undefined ? { certificate, key } : undefined;
}

/**
 * Returns the certificates that the newest releases store in Secrets of this name. Reads the spec of a release only if
 * the name of its app can result in this Secret name.
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
