import type { ResolveContext } from '../context.ts';
import type { Host } from '../routing/hosts.ts';
import type { ReleaseSettings } from '../settings/settings.ts';
import { coversDomain, uncoveredWarning } from './coverage.ts';
import { acmeDirectories, acmeServers, ownIssuerName, sharedIssuerName } from './letsencrypt.ts';
import { issuedSecretName, tlsSecretName } from './tls-secret.ts';

export interface Issuer {
  kind: 'Issuer' | 'ClusterIssuer';
  name: string;
}

/** An app's own ACME account, created with its release. */
export interface OwnIssuer {
  name: string;
  /** URL of the ACME directory. */
  server: string;
  email: string;
}

/** The sources of web's certificates. */
export interface TlsSpec {
  /** The Secret of the requested certificate, or of the imported one if none is requested. */
  secretName: string;
  /** The certificate to request from cert-manager. */
  certificate: { dnsNames: string[]; issuer: Issuer; ownIssuer: OwnIssuer | undefined } | undefined;
  /** The imported certificate and the domains that it covers; absent in records of older versions. */
  imported?: { secretName: string; domains: string[] };
}

/**
 * Returns the TLS settings of web. An imported certificate serves the domains that it covers. The other domains get a
 * certificate by the first rule that applies:
 * - `letsencrypt-server false`: no TLS
 * - an issuer by name
 * - Let's Encrypt with the app's own email
 * - Let's Encrypt with the global email
 */
export function tlsOf(context: ResolveContext, hosts: readonly Host[]): TlsSpec | undefined {
  const { app, settings } = context.input;
  const { certificateNames: names, certificateWarnings } = settings;
  if (!names) return requestedTls(context, hosts);
  const { true: covered = [], false: others = [] } = Object.groupBy(hosts, ({ domain }) =>
    String(coversDomain(names, domain)),
  );
  const requested = requestedTls(context, others);
  warnOfUncovered(context, others, requested);
  if (covered.length === 0) return requested;
  for (const warning of certificateWarnings)
    context.warn(`${warning}. Import a valid certificate: dokku certs:update ${app}`);
  const imported = { secretName: tlsSecretName(app), domains: covered.map(({ domain }) => domain) };
  return { secretName: imported.secretName, certificate: undefined, ...requested, imported };
}

function warnOfUncovered(
  context: ResolveContext,
  hosts: readonly Host[],
  requested: TlsSpec | undefined,
): void {
  const groups = Map.groupBy(hosts, (host) => coversHost(requested, host));
  for (const [issued, group] of groups)
    context.warn(
      uncoveredWarning(
        context.input.app,
        group.map(({ domain }) => domain),
        issued,
      ),
    );
}

function requestedTls(context: ResolveContext, hosts: readonly Host[]): TlsSpec | undefined {
  const { app, settings } = context.input;
  if (hosts.length === 0 || settings.letsencryptServer === 'false') return undefined;
  const chosen = customIssuer(context) ?? letsencrypt(context);
  if (!chosen) return undefined;
  if (!context.input.cluster?.certManager) {
    context.warn(
      'cert-manager is not installed in the cluster: the app is served without TLS until cert-manager is installed',
    );
    return undefined;
  }
  const dnsNames = namesFor(context, hosts, chosen.letsencrypt);
  if (dnsNames.length === 0) return undefined;
  warnOfIssuer(context, chosen);
  return {
    secretName: issuedSecretName(app),
    certificate: { dnsNames, issuer: chosen.issuer, ownIssuer: chosen.ownIssuer },
  };
}

/** Returns whether a host is served over TLS; false if neither the imported nor the requested certificate covers it. */
export function coversHost(tls: TlsSpec | undefined, host: Host): boolean {
  return usesImported(tls, host) || (tls?.certificate?.dnsNames.includes(host.domain) ?? false);
}

/** Returns whether a host is served with the imported certificate. */
export function usesImported(tls: TlsSpec | undefined, { domain }: Host): boolean {
  return tls?.imported?.domains.includes(domain) ?? false;
}

/** Returns whether the settings name an issuer or an email for Let's Encrypt. */
export function usesIssuer({
  letsencryptServer,
  certIssuerName,
  letsencryptEmails,
}: Pick<ReleaseSettings, 'letsencryptServer' | 'certIssuerName' | 'letsencryptEmails'>): boolean {
  if (letsencryptServer === 'false') return false;
  const emails = Object.values(letsencryptEmails).some(({ app, global }) => app !== '' || global !== '');
  return certIssuerName !== '' || emails;
}

interface Chosen {
  issuer: Issuer;
  ownIssuer: OwnIssuer | undefined;
  /**
   * Whether dokku creates the issuer in time, so that a missing issuer needs no warning. The HTTP challenge of this
   * issuer cannot validate a wildcard domain.
   */
  letsencrypt: boolean;
}

function customIssuer({ input: { settings } }: ResolveContext): Chosen | undefined {
  const { certIssuerName: name, certIssuerKind } = settings;
  if (name === '' || name === 'false') return undefined;
  const kind = certIssuerKind.toLowerCase() === 'issuer' ? 'Issuer' : 'ClusterIssuer';
  return { issuer: { kind, name }, ownIssuer: undefined, letsencrypt: false };
}

function letsencrypt(context: ResolveContext): Chosen | undefined {
  const { app, settings } = context.input;
  const server = acmeServers[settings.letsencryptServer];
  if (!server) {
    context.problem(
      `letsencrypt-server "${settings.letsencryptServer}" is not valid; must be prod, staging or false`,
      `scheduler-k3s:set ${app} letsencrypt-server prod`,
    );
    return undefined;
  }
  const { app: own, global } = settings.letsencryptEmails[server];
  // A challenge through a Gateway must name the Gateway, and each app has its own Gateway.
  const email = own || (settings.ingressClass === 'gateway' ? global : '');
  if (email) {
    const name = ownIssuerName(app, server);
    const ownIssuer = { name, server: acmeDirectories[server], email };
    return { issuer: { kind: 'Issuer', name }, ownIssuer, letsencrypt: true };
  }
  if (!global) return undefined;
  return {
    issuer: { kind: 'ClusterIssuer', name: sharedIssuerName(server) },
    ownIssuer: undefined,
    letsencrypt: true,
  };
}

/**
 * Warns about an issuer that cannot issue a certificate. The deploy continues, so visitors would be the first to see
 * the problem.
 */
function warnOfIssuer(context: ResolveContext, { issuer, letsencrypt }: Chosen): void {
  const { app, cluster, settings } = context.input;
  const found = cluster?.issuers?.find(({ kind, name }) => kind === issuer.kind && name === issuer.name);
  const place = issuer.kind === 'Issuer' ? ` in namespace ${settings.namespace}` : '';
  const shown = `${issuer.kind} ${issuer.name}`;
  if (found?.problem) context.warn(`The ${shown}${place} is not ready: ${found.problem}`);
  if (found || letsencrypt || !cluster?.issuers) return;
  context.warn(
    `${shown}${place} does not exist: ${app} gets no certificate until the issuer exists, and browsers show a warning. Name another issuer: dokku scheduler-k3s:set ${app} cert-issuer-name <issuer>`,
  );
}

function namesFor(context: ResolveContext, hosts: readonly Host[], letsencrypt: boolean): string[] {
  return hosts
    .filter(({ domain, wildcard }) => {
      if (!wildcard || !letsencrypt) return true;
      context.warn(
        `${domain} is served without TLS: Let's Encrypt issues no wildcard certificates over HTTP. Name another issuer: dokku scheduler-k3s:set ${context.input.app} cert-issuer-name <issuer>`,
      );
      return false;
    })
    .map(({ domain }) => domain);
}
