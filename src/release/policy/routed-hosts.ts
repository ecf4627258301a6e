import { normalizeDomain } from '../../core/names.ts';
import type { Manifest } from '../../kube/types.ts';
import { type Fields, isSet, itemsOf, mapOf } from './fields.ts';
import { hostsOfRule } from './traefik-rule.ts';

/** A host that an object asks for: requests, a certificate or a DNS record. */
export interface RoutedHost {
  path: string;
  /** In the form of stored domains. Undefined when the object may match every host. */
  host: string | undefined;
}

/** Annotations that name hosts, separated by commas: other programs route them, or create DNS records for them. */
const hostAnnotations = new Set([
  'nginx.ingress.kubernetes.io/server-alias',
  'external-dns.alpha.kubernetes.io/hostname',
  'external-dns.alpha.kubernetes.io/internal-hostname',
  'cert-manager.io/alt-names',
  'cert-manager.io/common-name',
]);

/** Kinds that match the requests of a whole port. */
const portKinds = ['IngressRouteUDP', 'TCPRoute', 'UDPRoute'];

/** Returns the hosts that an object asks for, for each kind that apps may have. */
export function routedHosts(object: Manifest): RoutedHost[] {
  return [...annotatedHosts(object), ...hostsOfKind(object)];
}

function annotatedHosts({ metadata }: Manifest): RoutedHost[] {
  return Object.entries(metadata.annotations ?? {})
    .filter(([key]) => hostAnnotations.has(key))
    .flatMap(([key, value]) =>
      String(value)
        .split(/[\s,]+/)
        .filter(Boolean)
        .map((host) => hostAt(`metadata.annotations.${key}`, host)),
    );
}

function hostsOfKind(object: Manifest): RoutedHost[] {
  const spec = mapOf(object.spec);
  const { kind } = object;
  if (portKinds.includes(kind)) return [{ path: 'spec', host: undefined }];
  if (kind === 'Ingress') return ingressHosts(spec);
  if (kind === 'IngressRoute' || kind === 'IngressRouteTCP') return traefikHosts(spec);
  if (kind === 'HTTPRoute' || kind === 'GRPCRoute' || kind === 'TLSRoute')
    return listOrEvery('spec.hostnames', spec.hostnames);
  if (kind === 'HTTPScaledObject')
    return listOrEvery('spec.hosts', isSet(spec.hosts) ? spec.hosts : [spec.host].filter(isSet));
  if (kind === 'Certificate')
    return [
      ...hostsIn('spec.dnsNames', spec.dnsNames),
      ...(isSet(spec.commonName) ? [hostAt('spec.commonName', spec.commonName)] : []),
    ];
  if (kind === 'Gateway')
    return itemsOf(spec.listeners, 'spec.listeners').flatMap(({ path, item }) =>
      item.hostname ? [hostAt(`${path}.hostname`, item.hostname)] : [],
    );
  return [];
}

function ingressHosts(spec: Fields): RoutedHost[] {
  return [
    ...(isSet(spec.defaultBackend) ? [{ path: 'spec.defaultBackend', host: undefined }] : []),
    ...itemsOf(spec.rules, 'spec.rules').map(({ path, item }) => hostAt(`${path}.host`, item.host)),
    ...itemsOf(spec.tls, 'spec.tls').flatMap(({ path, item }) => hostsIn(`${path}.hosts`, item.hosts)),
  ];
}

function traefikHosts(spec: Fields): RoutedHost[] {
  return [
    ...itemsOf(spec.routes, 'spec.routes').flatMap(({ path, item }) => {
      const hosts = hostsOfRule(String(item.match ?? ''));
      if (!hosts) return [{ path: `${path}.match`, host: undefined }];
      return hosts.map((host) => hostAt(`${path}.match`, host));
    }),
    ...itemsOf(mapOf(spec.tls).domains, 'spec.tls.domains').flatMap(({ path, item }) => [
      ...(isSet(item.main) ? [hostAt(`${path}.main`, item.main)] : []),
      ...hostsIn(`${path}.sans`, item.sans),
    ]),
  ];
}

/** Without a host, a route matches every host. */
function listOrEvery(path: string, hosts: unknown): RoutedHost[] {
  const found = hostsIn(path, hosts);
  return found.length > 0 ? found : [{ path, host: undefined }];
}

function hostsIn(path: string, hosts: unknown): RoutedHost[] {
  return Array.isArray(hosts) ? hosts.map((host, index) => hostAt(`${path}[${index}]`, host)) : [];
}

/** A host that is not a domain may be a pattern, so it counts as every host. */
function hostAt(path: string, host: unknown): RoutedHost {
  return { path, host: typeof host === 'string' ? normalizeDomain(host) : undefined };
}
