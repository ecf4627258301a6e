import type { ReleaseSpec } from '../types.ts';
import { withoutEmpty } from '../without-empty.ts';
import { hstsHeader } from './hsts.ts';
import type { RoutingSpec } from './routing.ts';

/** Returns the chart's values for the ingress class of the app, under the one key of that class. */
export function routesOf({ routing }: ReleaseSpec): Record<string, unknown> {
  if (!routing) return {};
  const { ingressClass, process, port, interceptor, hosts, tls } = routing;
  const [key, own] = {
    traefik: ['traefik', traefikValues] as const,
    nginx: ['ingress', ingressValues] as const,
    gateway: ['gateway', gatewayValues] as const,
  }[ingressClass];
  return {
    [key]: withoutEmpty({
      process,
      port,
      interceptor: interceptor || undefined,
      hosts,
      tls: tls && {
        secretName: tls.secretName,
        ...tls.certificate,
        ...(tls.certificate && tls.imported && { importedSecretName: tls.imported.secretName }),
      },
      ...own(routing),
    }),
  };
}

function traefikValues({ hsts, tuning, metadata }: RoutingSpec) {
  const { certificate, secret, traefik_ingressroute: route, traefik_middleware: middleware } = metadata;
  return {
    hsts,
    middlewares: tuning?.middlewares,
    transport: tuning?.transport,
    accessLog: tuning?.accessLog,
    metadata: withoutEmpty({ certificate, secret, route, middleware }),
  };
}

const prefix = 'nginx.ingress.kubernetes.io/';

function ingressValues({ ingressClass, tlsPort, tuning, metadata }: RoutingSpec) {
  const { certificate, secret, ingress } = metadata;
  const lines = (directives: readonly string[]) =>
    directives.map((line) => `${line}\n`).join('') || undefined;
  const annotations = withoutEmpty({
    ...tuning?.annotations,
    'server-snippet': lines(tuning?.serverLines ?? []),
    'configuration-snippet': lines(tuning?.locationLines ?? []),
  });
  return {
    className: ingressClass,
    tlsPort,
    annotations: Object.fromEntries(
      Object.entries(annotations).map(([name, value]) => [`${prefix}${name}`, value]),
    ),
    metadata: withoutEmpty({ certificate, secret, ingress }),
  };
}

function gatewayValues({ gateway, portNumber, hsts, tuning, metadata }: RoutingSpec) {
  const { certificate, secret, ingress } = metadata;
  return {
    ...gateway,
    portNumber,
    requestHeaders: tuning?.requestHeaders,
    responseHeaders: hsts && { 'Strict-Transport-Security': hstsHeader(hsts) },
    metadata: withoutEmpty({ certificate, secret, ingress }),
  };
}
