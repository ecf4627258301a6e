import type { IngressClass } from '../../release/routing/ingress-class.ts';
import type { ReleaseSpec } from '../../release/types.ts';

/** What of an app an ingress controller knows. */
export interface IngressTarget {
  app: string;
  namespace: string;
  ingressClass: IngressClass;
  /** Name of the Service, and the beginning of what routes to it is called. */
  service: string;
  hosts: { domain: string; slug: string }[];
}

/** Undefined when no controller serves the app, because it has no domain. */
export function targetOf({ app, namespace, routing }: ReleaseSpec): IngressTarget | undefined {
  if (!routing) return undefined;
  const { ingressClass, process, hosts } = routing;
  return { app, namespace, ingressClass, service: `${app}-${process}`, hosts };
}
