import type { ResolveContext } from '../context.ts';

/** The supported routing: Traefik's own resources, Ingress objects for ingress-nginx, or the Gateway API. */
export const ingressClasses = ['traefik', 'nginx', 'gateway'] as const;
export type IngressClass = (typeof ingressClasses)[number];

export function ingressClassOf(context: ResolveContext): IngressClass {
  const { settings, cluster } = context.input;
  const { ingressClass, gateway } = settings;
  const known = ingressClasses.find((each) => each === ingressClass);
  if (known === undefined) {
    context.problem(
      `The ingress class "${ingressClass}" is not valid; must be one of ${ingressClasses.join(', ')}`,
      'scheduler-k3s:set --global ingress-class traefik',
    );
  }
  if (known === 'nginx') {
    context.warn(
      'The ingress class is nginx: ingress-nginx was retired in 2026 and gets no more fixes. Choose another class: dokku scheduler-k3s:set --global ingress-class traefik',
    );
  }
  if (known === 'gateway' && cluster?.gatewayClass === false) {
    context.problem(
      `The cluster has no GatewayClass ${gateway.className}, so nothing would serve the app`,
      'scheduler-k3s:set --global gateway-class <name>',
    );
  }
  return known ?? 'traefik';
}
