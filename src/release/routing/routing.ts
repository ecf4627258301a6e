import type { ResolveContext } from '../context.ts';
import { userMetadata } from '../metadata/user-metadata.ts';
import { primaryPort } from '../process/ports.ts';
import { coversHost, type TlsSpec, usesImported } from '../tls/tls.ts';
import type { MetadataOf, PortSpec, ProcessSpec } from '../types.ts';
import type { Host } from './hosts.ts';
import { type Hsts, hstsOf } from './hsts.ts';
import { type IngressClass, ingressClassOf } from './ingress-class.ts';
import { tuningOf } from './nginx/tune.ts';
import type { Tuning } from './nginx/tuning.ts';

/** The route of requests to the web process: the controller, the hosts and the port of the Service. */
export interface RoutingSpec {
  ingressClass: IngressClass;
  process: string;
  hosts: (Host & {
    tls: boolean;
    /** The imported certificate serves this host, and the requested one serves other hosts. */
    imported?: true;
  })[];
  /** Name of the port of the Service. */
  port: string;
  /** Number of a port with the same target, which a Gateway uses for plain HTTP. */
  portNumber: number;
  /** Name of the port of the Service that Ingress objects with TLS point to. */
  tlsPort: string | undefined;
  tls: TlsSpec | undefined;
  hsts: Hsts | undefined;
  /** The properties of `nginx:set`, as configuration of the ingress class; absent in records of older versions. */
  tuning?: Tuning;
  /** The Gateway of the class `gateway`. */
  gateway: { className: string; httpPort: number; httpsPort: number } | undefined;
  /** Whether requests pass the interceptor of KEDA's HTTP add-on, which counts them and wakes an app scaled to zero. */
  interceptor: boolean;
  metadata: MetadataOf<'certificate' | 'ingress' | 'secret' | 'traefik_ingressroute' | 'traefik_middleware'>;
}

/** Returns the routing; undefined without a web process or without a domain. */
export function routingOf(
  context: ResolveContext,
  processes: readonly ProcessSpec[],
  hosts: readonly Host[],
  tls: TlsSpec | undefined,
): RoutingSpec | undefined {
  const web = processes.find(({ name }) => name === 'web');
  const port = web && primaryPort(web.ports, web.primaryPort);
  if (!web || !port || hosts.length === 0) return undefined;
  const metadata = (type: Parameters<typeof userMetadata>[1]) => userMetadata(context, type, web.name);
  const ingressClass = ingressClassOf(context);
  const hsts = tls && hstsOf(context);
  return {
    ingressClass,
    process: web.name,
    hosts: hosts.map((host) => ({
      ...host,
      tls: coversHost(tls, host),
      ...(tls?.certificate && usesImported(tls, host) && { imported: true }),
    })),
    port: port.name,
    portNumber: plainPort(web.ports, port).host,
    tlsPort: tls && web.ports.find(({ scheme, host }) => scheme === 'https' && host === 443)?.name,
    tls,
    hsts,
    tuning: tuningOf(context, ingressClass, { tls: tls !== undefined, hsts }),
    gateway: ingressClass === 'gateway' ? context.input.settings.gateway : undefined,
    interceptor: web.autoscaling?.http !== undefined,
    metadata: {
      certificate: metadata('certificate'),
      ingress: metadata('ingress'),
      secret: metadata('secret'),
      traefik_ingressroute: metadata('traefik_ingressroute'),
      traefik_middleware: metadata('traefik_middleware'),
    },
  };
}

/**
 * Returns the HTTP port with the same target. From a port named for HTTPS, a Gateway would infer that the app itself
 * speaks TLS.
 */
function plainPort(ports: readonly PortSpec[], primary: PortSpec): PortSpec {
  const same = ports.filter(({ container }) => container === primary.container);
  return same.find(({ scheme }) => scheme === 'http') ?? primary;
}
