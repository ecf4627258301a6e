import type { ResolveContext } from './context.ts';
import type { Host } from './hosts.ts';

export interface Issuer {
  kind: 'Issuer' | 'ClusterIssuer';
  name: string;
}

/** An ACME account of the app's own, made with its release. */
export interface OwnIssuer {
  name: string;
  /** Address of the ACME directory. */
  server: string;
  email: string;
}

/** Where web's certificate comes from. */
export interface TlsSpec {
  secretName: string;
  /** What cert-manager is asked for; undefined for an imported certificate. */
  certificate: { dnsNames: string[]; issuer: Issuer; ownIssuer: OwnIssuer | undefined } | undefined;
}

const directories = {
  prod: 'https://acme-v02.api.letsencrypt.org/directory',
  stag: 'https://acme-staging-v02.api.letsencrypt.org/directory',
};

const servers: Record<string, keyof typeof directories> = {
  prod: 'prod',
  production: 'prod',
  stag: 'stag',
  staging: 'stag',
};

/**
 * The first that applies: an imported certificate, `letsencrypt-server false` (none), an issuer by name, Let's Encrypt
 * with an email of the app's own or with the global one.
 */
export function tlsOf(context: ResolveContext, hosts: readonly Host[]): TlsSpec | undefined {
  const { app, settings } = context.input;
  if (hosts.length === 0) return undefined;
  if (settings.certificateImported) return { secretName: `tls-${app}`, certificate: undefined };
  if (settings.letsencryptServer === 'false') return undefined;
  const chosen = customIssuer(context) ?? letsencrypt(context);
  if (!chosen) return undefined;
  if (!context.input.cluster?.certManager) {
    context.warn('cert-manager is not installed in the cluster: the app is served without TLS until it is');
    return undefined;
  }
  const dnsNames = namesFor(context, hosts, chosen.http01);
  if (dnsNames.length === 0) return undefined;
  return {
    secretName: `tls-${app}-web`,
    certificate: { dnsNames, issuer: chosen.issuer, ownIssuer: chosen.ownIssuer },
  };
}

/** Whether a host is served by TLS: one that the certificate leaves out is not. */
export function coversHost(tls: TlsSpec | undefined, { domain }: Host): boolean {
  return tls !== undefined && (tls.certificate?.dnsNames.includes(domain) ?? true);
}

interface Chosen {
  issuer: Issuer;
  ownIssuer: OwnIssuer | undefined;
  /** A challenge by HTTP cannot prove a wildcard. */
  http01: boolean;
}

function customIssuer({ input: { settings } }: ResolveContext): Chosen | undefined {
  const { certIssuerName: name, certIssuerKind } = settings;
  if (name === '' || name === 'false') return undefined;
  const kind = certIssuerKind.toLowerCase() === 'issuer' ? 'Issuer' : 'ClusterIssuer';
  return { issuer: { kind, name }, ownIssuer: undefined, http01: false };
}

function letsencrypt(context: ResolveContext): Chosen | undefined {
  const { app, settings } = context.input;
  const server = servers[settings.letsencryptServer];
  if (!server) {
    context.problem(
      `letsencrypt-server "${settings.letsencryptServer}" is not known: it can be prod, staging or false`,
      `scheduler-k3s:set ${app} letsencrypt-server prod`,
    );
    return undefined;
  }
  const { app: own, global } = settings.letsencryptEmails[server];
  if (own) {
    const name = `${app}-letsencrypt-${server}`;
    const ownIssuer = { name, server: directories[server], email: own };
    return { issuer: { kind: 'Issuer', name }, ownIssuer, http01: true };
  }
  if (!global) return undefined;
  return {
    issuer: { kind: 'ClusterIssuer', name: `letsencrypt-${server}` },
    ownIssuer: undefined,
    http01: true,
  };
}

function namesFor(context: ResolveContext, hosts: readonly Host[], http01: boolean): string[] {
  return hosts
    .filter(({ domain, wildcard }) => {
      if (!wildcard || !http01) return true;
      context.warn(
        `${domain} is served without TLS: Let's Encrypt gives no wildcard by HTTP. Name an issuer that can: dokku scheduler-k3s:set ${context.input.app} cert-issuer-name <issuer>`,
      );
      return false;
    })
    .map(({ domain }) => domain);
}
