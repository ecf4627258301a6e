import { createHash } from 'node:crypto';
import { label, managed } from '../../core/labels.ts';
import type { Manifest } from '../../kube/types.ts';
import type { Store } from '../../state/store.ts';

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

/** The certificate that was imported for an app. */
export function readCertificate({ secrets }: Store, app: string): CertificatePair | undefined {
  const certificate = secrets.get(app, certificatePlugin, certificateKeys.certificate);
  const key = secrets.get(app, certificatePlugin, certificateKeys.key);
  return certificate !== undefined && key !== undefined ? { certificate, key } : undefined;
}

/** Short enough for a label. */
export function certificateChecksum({ certificate, key }: CertificatePair): string {
  return createHash('sha224')
    .update(certificate + key)
    .digest('hex');
}

/** The Secret of an imported certificate, applied beside the chart, so that no Helm release holds the key. */
export function tlsSecretManifest(app: string, namespace: string, pair: CertificatePair): Manifest {
  const name = tlsSecretName(app);
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      namespace,
      labels: {
        [label.name]: name,
        [label.partOf]: app,
        [label.certificateSource]: 'imported',
        [label.certificateChecksum]: certificateChecksum(pair),
      },
      annotations: managed,
    },
    type: 'kubernetes.io/tls',
    data: { 'tls.crt': base64(pair.certificate), 'tls.key': base64(pair.key) },
  };
}
