import type { ResolveContext } from './context.ts';
import type { Host } from './hosts.ts';
import { type Hsts, hstsOf } from './hsts.ts';
import { primaryPort } from './ports.ts';
import { coversHost, type TlsSpec } from './tls.ts';
import type { MetadataOf, ProcessSpec } from './types.ts';
import { userMetadata } from './user-metadata.ts';

/** How requests reach the web process: by which controller, for which hosts, to which port of its Service. */
export interface RoutingSpec {
  /** `traefik` is served by Traefik's own resources, any other class by Ingress objects. */
  ingressClass: string;
  process: string;
  hosts: (Host & { tls: boolean })[];
  /** Name of the Service's port. */
  port: string;
  /** Name of the Service's port that Ingress objects with TLS point to. */
  tlsPort: string | undefined;
  tls: TlsSpec | undefined;
  hsts: Hsts | undefined;
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
  return {
    ingressClass: context.input.settings.ingressClass,
    process: web.name,
    hosts: hosts.map((host) => ({ ...host, tls: coversHost(tls, host) })),
    port: port.name,
    tlsPort: tls && web.ports.find(({ scheme, host }) => scheme === 'https' && host === 443)?.name,
    tls,
    hsts: tls && hstsOf(context),
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
