import { createHash } from 'node:crypto';
import { label } from '../../core/labels.ts';
import type { Manifest } from '../../kube/types.ts';
import { secretManifest } from '../secret-manifest.ts';

/** The plugin under which `certs:add` keeps an app's certificate and key. */
export const certificatePlugin = 'certs';

export interface CertificatePair {
  /** PEM. */
  certificate: string;
  key: string;
}

/** Keys of the secrets under `certificatePlugin`. */
export const certificateKeys = { certificate: 'crt', key: 'key' } as const;

/** The Secret of an imported certificate. */
export function tlsSecretName(app: string): string {
  return `tls-${app}`;
}

/** The Secret into which cert-manager writes the certificate of an issuer: for app `a` the name that app `a-web` imports under. */
export function issuedSecretName(app: string): string {
  return `tls-${app}-web`;
}

/** Short enough for a label. */
export function certificateChecksum({ certificate, key }: CertificatePair): string {
  return createHash('sha224')
    .update(certificate + key)
    .digest('hex');
}

/** The Secret of an imported certificate. */
export function tlsSecretManifest(app: string, namespace: string, pair: CertificatePair): Manifest {
  const name = tlsSecretName(app);
  return secretManifest(namespace, {
    name,
    type: 'kubernetes.io/tls',
    labels: {
      [label.name]: name,
      [label.partOf]: app,
      [label.certificateSource]: 'imported',
      [label.certificateChecksum]: certificateChecksum(pair),
    },
    values: { 'tls.crt': pair.certificate, 'tls.key': pair.key },
  });
}
