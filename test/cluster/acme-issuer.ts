import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Returns an issuer for the engine's own ACME server: a ClusterIssuer, or the Issuer of a namespace. */
export function acmeIssuer(name: string, namespace?: string): object {
  const acme = {
    server: 'https://pebble.pebble.svc:14000/dir',
    email: 'admin@example.test',
    caBundle: readFileSync(join(process.env.DOKKU_ENGINE_STATE!, 'pki/ca.crt'), 'base64'),
    privateKeySecretRef: { name },
    solvers: [{ http01: { ingress: { ingressClassName: 'traefik' } } }],
  };
  const kind = namespace === undefined ? 'ClusterIssuer' : 'Issuer';
  return { apiVersion: 'cert-manager.io/v1', kind, metadata: { name, namespace }, spec: { acme } };
}
