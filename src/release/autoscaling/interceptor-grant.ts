import { isDeepStrictEqual } from 'node:util';
import type { Manifest } from '../../kube/types.ts';
import type { ReleaseSpec } from '../types.ts';

/**
 * Whether an object is the one that the chart itself has outside the app's namespace: with the class `gateway`, the
 * interceptor of KEDA's HTTP add-on has to agree to be reached. Anything else that it could grant is not ours to ask for.
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
