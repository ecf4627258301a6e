import type { Kube } from '../../kube/kube.ts';
import type { Deployment, Ref } from '../../kube/types.ts';
import type { ReleaseSpec } from '../../release/types.ts';

/**
 * When an autoscaler starts to scale a process, the chart stops writing `replicas`. Kubernetes would then fall back to
 * one pod until the autoscaler sets a number. A second field owner keeps the present number.
 */
export async function holdReplicas(kube: Kube, spec: ReleaseSpec, signal: AbortSignal): Promise<void> {
  await forEachAutoscaled(spec, async (name) => {
    const ref = deploymentRef(spec, name);
    const { apiVersion, kind, ...metadata } = ref;
    const replicas = await replicasOf(kube, ref, signal);
    if (replicas === undefined) return;
    await kube.apply({ apiVersion, kind, metadata, spec: { replicas } }, { signal });
  });
}

/** In a new location, autoscaled processes start with as many pods as they have in the old location. */
export async function copyReplicas(
  kube: Kube,
  old: ReleaseSpec,
  spec: ReleaseSpec,
  signal: AbortSignal,
): Promise<void> {
  await forEachAutoscaled(spec, async (name) => {
    const replicas = await replicasOf(kube, deploymentRef(old, name), signal);
    if (replicas !== undefined && replicas > 1)
      await kube.scale(deploymentRef(spec, name), replicas, { signal });
  });
}

async function forEachAutoscaled(
  { processes }: ReleaseSpec,
  work: (name: string) => Promise<void>,
): Promise<void> {
  const scaled = processes.filter(({ autoscaling }) => autoscaling !== undefined);
  await Promise.all(scaled.map(({ name }) => work(name)));
}

function deploymentRef({ app, namespace }: ReleaseSpec, process: string): Ref {
  return { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: `${app}-${process}` };
}

async function replicasOf(kube: Kube, ref: Ref, signal: AbortSignal): Promise<number | undefined> {
  return (await kube.get<Deployment>(ref, { signal }))?.spec.replicas;
}
