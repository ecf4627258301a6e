import { isNotFound } from '../kube/failure.ts';
import type { Kube } from '../kube/kube.ts';
import { mapBounded } from '../kube/many.ts';
import type { ProcessSpec, ReleaseSpec } from '../release/types.ts';

/** KEDA's annotation for "run so many and ask no trigger". */
const paused = 'autoscaling.keda.sh/paused-replicas';

/** Keeps KEDA from starting again what is stopped. */
export async function pauseScaling(kube: Kube, spec: ReleaseSpec, signal: AbortSignal): Promise<void> {
  await annotate(kube, spec, '0', signal);
}

/** Lets KEDA go on, from the quantity that the process has without triggers. */
export async function resumeScaling(kube: Kube, spec: ReleaseSpec, signal: AbortSignal): Promise<void> {
  await annotate(kube, spec, null, signal);
  await mapBounded(scaled(spec), 4, ({ name, replicas, autoscaling }) => {
    const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', name: `${spec.app}-${name}` };
    const count = Math.max(replicas, autoscaling!.scaling.minReplicaCount);
    return kube.scale({ ...deployment, namespace: spec.namespace }, count, { signal });
  });
}

async function annotate(kube: Kube, spec: ReleaseSpec, value: string | null, signal: AbortSignal) {
  const kind = { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject' };
  const processes = scaled(spec);
  // KEDA, or an object of it, may have been removed meanwhile: then nothing scales.
  if (processes.length === 0 || !(await kube.serverSupports(kind.apiVersion, kind.kind))) return;
  await mapBounded(processes, 4, async ({ name }) => {
    const ref = { ...kind, namespace: spec.namespace, name: `${spec.app}-${name}` };
    try {
      await kube.patch(ref, { metadata: { annotations: { [paused]: value } } }, { signal });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  });
}

function scaled({ processes }: ReleaseSpec): ProcessSpec[] {
  return processes.filter(({ autoscaling }) => autoscaling !== undefined);
}
