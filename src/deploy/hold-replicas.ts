import type { Kube } from '../kube/kube.ts';
import type { Deployment } from '../kube/types.ts';
import type { ReleaseSpec } from '../release/types.ts';

/**
 * Where an autoscaler takes over, the chart stops writing `replicas`, and Kubernetes would fall back to one pod until
 * the autoscaler has spoken. So the present number gets a second owner, which keeps it when the first lets go.
 */
export async function holdReplicas(kube: Kube, spec: ReleaseSpec, signal: AbortSignal): Promise<void> {
  const scaled = spec.processes.filter(({ autoscaling }) => autoscaling !== undefined);
  await Promise.all(
    scaled.map(async ({ name }) => {
      const ref = {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        namespace: spec.namespace,
        name: `${spec.app}-${name}`,
      };
      const { apiVersion, kind, ...metadata } = ref;
      const deployment = await kube.get<Deployment>(ref, { signal });
      if (deployment?.spec.replicas === undefined) return;
      const { replicas } = deployment.spec;
      await kube.apply({ apiVersion, kind, metadata, spec: { replicas } }, { signal });
    }),
  );
}
