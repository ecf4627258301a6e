import type { IngressClass } from '../../release/routing/ingress-class.ts';
import type { ReleaseSpec } from '../../release/types.ts';

/** Properties of an app that an ingress controller knows. */
export interface IngressTarget {
  app: string;
  namespace: string;
  ingressClass: IngressClass;
  /** Name of the Service, and prefix of the names of the objects that route to it. */
  service: string;
  hosts: { domain: string; slug: string }[];
}

/** Returns the target of a release; undefined for an app without a domain, because no controller serves such an app. */
export function targetOf({ app, namespace, routing }: ReleaseSpec): IngressTarget | undefined {
  if (!routing) return undefined;
  const { ingressClass, process, hosts } = routing;
  return { app, namespace, ingressClass, service: `${app}-${process}`, hosts };
}
