import { selectorOf } from '../../core/labels.ts';
import type { Kube } from '../../kube/kube.ts';
import type { Kind, KubeObject } from '../../kube/types.ts';
import type { IngressTarget } from './target.ts';

const traefik = 'traefik.io/v1alpha1';
const gateway = 'gateway.networking.k8s.io/v1';

const kinds: Record<'traefik' | 'gateway', Kind[]> = {
  traefik: ['IngressRoute', 'Middleware', 'ServersTransport'].map((kind) => ({ apiVersion: traefik, kind })),
  gateway: ['Gateway', 'HTTPRoute'].map((kind) => ({ apiVersion: gateway, kind })),
};

/**
 * Returns the objects from which Traefik creates the routers of an app, reduced to name, namespace, spec and status.
 */
export async function objectsForTraefik(
  kube: Kube,
  { app, namespace, ingressClass }: IngressTarget,
  signal: AbortSignal,
): Promise<object[]> {
  const found: object[] = [];
  for (const kind of kinds[ingressClass === 'gateway' ? 'gateway' : 'traefik']) {
    if (!(await kube.serverSupports(kind.apiVersion, kind.kind))) continue;
    const objects = await kube.list<KubeObject & { spec?: object; status?: object }>(
      { ...kind, namespace, labelSelector: selectorOf(app) },
      { signal },
    );
    found.push(
      ...objects.map(({ metadata: { name }, spec, status }) => ({
        ...kind,
        metadata: { name, namespace },
        spec,
        ...(status && { status }),
      })),
    );
  }
  return found;
}
