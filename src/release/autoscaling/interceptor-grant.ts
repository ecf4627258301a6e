import { isDeepStrictEqual } from 'node:util';
import type { Manifest } from '../../kube/types.ts';
import type { ReleaseSpec } from '../types.ts';

/**
 * Returns whether an object is the ReferenceGrant that the chart creates outside the app's namespace. With the class
 * `gateway`, this grant lets the app's HTTPRoutes use the interceptor of KEDA's HTTP add-on. A ReferenceGrant for
 * anything else does not count.
 */
export function isInterceptorGrant(
  { apiVersion, kind, metadata, spec }: Manifest,
  { app, namespace, routing }: ReleaseSpec,
): boolean {
  if (!routing?.interceptor || !apiVersion.startsWith('gateway.networking.k8s.io/')) return false;
  if (kind !== 'ReferenceGrant' || metadata.namespace !== 'keda') return false;
  return (
    metadata.name === `${namespace}.${app}-${routing.process}` &&
    isDeepStrictEqual(spec, {
      from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace }],
      to: [{ group: '', kind: 'Service', name: 'keda-add-ons-http-interceptor-proxy' }],
    })
  );
}
