import { label, managed } from '../../core/labels.ts';
import type { Manifest } from '../../kube/types.ts';

/** URLs of the ACME directories of Let's Encrypt's two servers, by the short names that are part of issuer names. */
export const acmeDirectories = {
  prod: 'https://acme-v02.api.letsencrypt.org/directory',
  stag: 'https://acme-staging-v02.api.letsencrypt.org/directory',
} as const;

export type AcmeServer = keyof typeof acmeDirectories;

const servers = Object.keys(acmeDirectories) as AcmeServer[];

/** Every value of `letsencrypt-server` that names a server. */
export const acmeServers: Record<string, AcmeServer> = {
  prod: 'prod',
  production: 'prod',
  stag: 'stag',
  staging: 'stag',
};

/** Returns the name of the ClusterIssuer for the global email. */
export function sharedIssuerName(server: AcmeServer): string {
  return `letsencrypt-${server}`;
}

/** Returns the name of the Issuer for an app's own email. The Secret of its ACME account has the same name. */
export function ownIssuerName(app: string, server: AcmeServer): string {
  return `${app}-letsencrypt-${server}`;
}

export function ownIssuerNames(app: string): string[] {
  return servers.map((server) => ownIssuerName(app, server));
}

export interface SharedIssuer {
  name: string;
  /** Undefined without an email, and with the class `gateway`: there each app has an Issuer that names its Gateway. */
  manifest: Manifest | undefined;
}

/** Returns the ClusterIssuers for the global settings. `ingressClass` is the controller that answers challenges. */
export function sharedIssuers(emails: Record<AcmeServer, string>, ingressClass: string): SharedIssuer[] {
  return servers.map((server) => {
    const name = sharedIssuerName(server);
    const email = emails[server];
    const shared = email && ingressClass !== 'gateway';
    return { name, manifest: shared ? clusterIssuer(name, server, { email, ingressClass }) : undefined };
  });
}

function clusterIssuer(
  name: string,
  server: AcmeServer,
  { email, ingressClass }: { email: string; ingressClass: string },
): Manifest {
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'ClusterIssuer',
    metadata: {
      name,
      labels: { [label.name]: name, [label.partOf]: 'cluster' },
      annotations: managed,
    },
    spec: {
      acme: {
        email,
        server: acmeDirectories[server],
        privateKeySecretRef: { name },
        solvers: [{ http01: { ingress: { ingressClassName: ingressClass } } }],
      },
    },
  };
}
