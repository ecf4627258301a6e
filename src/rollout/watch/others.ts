import pMap from 'p-map';
import { isTrue } from '../../kube/conditions.ts';
import type { Kube } from '../../kube/kube.ts';
import { describeRef } from '../../kube/resources.ts';
import type { Condition, KubeObject, Ref } from '../../kube/types.ts';

/** Status fields of the workload kinds of Kubernetes. */
interface Workload extends KubeObject {
  spec?: { replicas?: number };
  status?: {
    observedGeneration?: number;
    availableReplicas?: number;
    readyReplicas?: number;
    desiredNumberScheduled?: number;
    numberReady?: number;
    conditions?: Condition[];
  };
}

/** The kinds of `startingOthers`. */
export const workloadKinds: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job'];

/** Returns those of the workloads that are still starting, for example `deployment/db`. */
export async function startingOthers(
  kube: Kube,
  workloads: readonly Ref[],
  signal: AbortSignal,
): Promise<string[]> {
  const starting = await pMap(
    [...workloads],
    async (ref) => {
      const found = await kube.get<Workload>(ref, { signal });
      return found && isStarting(found) ? describeRef(ref) : undefined;
    },
    { concurrency: 4 },
  );
  return starting.filter((name) => name !== undefined);
}

/** Whether a workload does not yet have all its pods. A Job that has ended, in either way, is not starting. */
export function isStarting({ kind, metadata, spec, status = {} }: Workload): boolean {
  if (kind === 'Job') return !isTrue(status.conditions, 'Complete') && !isTrue(status.conditions, 'Failed');
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0)) return true;
  if (kind === 'DaemonSet') return (status.numberReady ?? 0) < (status.desiredNumberScheduled ?? 0);
  const ready = kind === 'Deployment' ? status.availableReplicas : status.readyReplicas;
  return (ready ?? 0) < (spec?.replicas ?? 1);
}
