import { type ParsedManifest, writeManifest } from '../../helm/manifest.ts';
import type { KubeObject } from '../../kube/types.ts';

/** Kinds that route requests through an ingress controller, by API group. */
const routes: Record<string, string[]> = {
  'networking.k8s.io': ['Ingress'],
  'traefik.io': ['IngressRoute', 'IngressRouteTCP', 'IngressRouteUDP'],
  'gateway.networking.k8s.io': ['Gateway', 'HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'],
};

/** The manifest without the objects that route requests to the app. */
export function withoutRoutes({ objects }: ParsedManifest): ParsedManifest {
  return writeManifest(objects.filter((object) => !isRoute(object)));
}

function isRoute({ apiVersion, kind }: KubeObject): boolean {
  return routes[apiVersion.split('/')[0]!]?.includes(kind) ?? false;
}
