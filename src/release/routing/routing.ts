import type { ResolveContext } from '../context.ts';
import { userMetadata } from '../metadata/user-metadata.ts';
import { primaryPort } from '../process/ports.ts';
import { coversHost, type TlsSpec } from '../tls/tls.ts';
import type { MetadataOf, PortSpec, ProcessSpec } from '../types.ts';
import type { Host } from './hosts.ts';
import { type Hsts, hstsOf } from './hsts.ts';
import { type IngressClass, ingressClassOf } from './ingress-class.ts';
import { tuningOf } from './nginx/tune.ts';
import type { Tuning } from './nginx/tuning.ts';

/** How requests reach the web process: by which controller, for which hosts, to which port of its Service. */
export interface RoutingSpec {
  ingressClass: IngressClass;
  process: string;
  hosts: (Host & { tls: boolean })[];
  /** Name of the Service's port. */
  port: string;
  /** Number of a port that leads to the same place, which a Gateway takes for plain HTTP. */
  portNumber: number;
  /** Name of the Service's port that Ingress objects with TLS point to. */
  tlsPort: string | undefined;
  tls: TlsSpec | undefined;
  hsts: Hsts | undefined;
  /** What `nginx:set` asks for, in the terms of the class; absent in the records of older versions. */
  tuning?: Tuning;
  /** The Gateway that the class `gateway` makes. */
  gateway: { className: string; httpPort: number; httpsPort: number } | undefined;
  /** Requests go through the interceptor of KEDA's HTTP add-on, which counts them and wakes a sleeping app. */
  interceptor: boolean;
  metadata: MetadataOf<'certificate' | 'ingress' | 'secret' | 'traefik_ingressroute' | 'traefik_middleware'>;
}

/** Undefined when there is nothing to route: no web process or no domain. */
export function routingOf(
  context: ResolveContext,
  processes: readonly ProcessSpec[],
  hosts: readonly Host[],
  tls: TlsSpec | undefined,
): RoutingSpec | undefined {
  const web = processes.find(({ name }) => name === 'web');
  const port = web && primaryPort(web.ports);
  if (!web || !port || hosts.length === 0) return undefined;
  const metadata = (type: Parameters<typeof userMetadata>[1]) => userMetadata(context, type, web.name);
  const ingressClass = ingressClassOf(context);
  const hsts = tls && hstsOf(context);
  return {
    ingressClass,
    process: web.name,
    hosts: hosts.map((host) => ({ ...host, tls: coversHost(tls, host) })),
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

/** From a port that is named for HTTPS, a Gateway would conclude that the app itself speaks TLS. */
function plainPort(ports: readonly PortSpec[], primary: PortSpec): PortSpec {
  const same = ports.filter(({ container }) => container === primary.container);
  return same.find(({ scheme }) => scheme === 'http') ?? primary;
}
