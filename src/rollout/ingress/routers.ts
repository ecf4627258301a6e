import type { IngressTarget } from './target.ts';

/** Normalizes a name as Traefik does: only letters and digits, joined by single dashes. */
function normalize(name: string): string {
  return name
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .join('-');
}

/** Each router name ends with a hash of its rule and the provider. */
const crdRouterSuffix = '-[0-9a-f]{20}@kubernetescrd';
const gatewayRouterSuffix = '-ep-[a-z0-9-]+-\\d+-[0-9a-f]{20}@kubernetesgateway';

/** Returns the pattern of the names that Traefik gives to the routers of an app: RegExp source without anchors. */
export function routerPattern({ namespace, service, ingressClass }: IngressTarget): string {
  const name = normalize(`${namespace}-${service}`);
  return ingressClass === 'gateway'
    ? `httproute-${name}-[a-z0-9-]+-gw-${name}${gatewayRouterSuffix}`
    : `${name}-https?(?:-\\d+)?(?:-websecure)?${crdRouterSuffix}`;
}

/** The key of an app in Traefik's log. App `a-b` in namespace `c` and app `b` in namespace `c-a` have the same key. */
export function logKey(namespace: string, app: string): string {
  return normalize(`${namespace}-${app}`);
}
