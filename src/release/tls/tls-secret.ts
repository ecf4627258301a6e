import { createHash } from 'node:crypto';
import { label } from '../../core/labels.ts';
import type { Manifest } from '../../kube/types.ts';
import { secretManifest } from '../secret-manifest.ts';

/** The plugin under which `certs:add` stores an app's certificate and key. */
export const certificatePlugin = 'certs';

export interface CertificatePair {
  /** PEM. */
  certificate: string;
  key: string;
}

/** Keys of the secrets under `certificatePlugin`. */
export const certificateKeys = { certificate: 'crt', key: 'key' } as const;

/** Returns the name of the Secret for an imported certificate. */
export function tlsSecretName(app: string): string {
  return `tls-${app}`;
}

/**
 * Returns the name of the Secret in which cert-manager stores an issued certificate. For app `a`, this is also the name
 * for an imported certificate of app `a-web`.
 */
export function issuedSecretName(app: string): string {
  return `tls-${app}-web`;
}

/** Returns a checksum that is short enough for a label. */
export function certificateChecksum({ certificate, key }: CertificatePair): string {
  return createHash('sha224')
    .update(certificate + key)
    .digest('hex');
}

/** Returns the Secret of an imported certificate. */
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
