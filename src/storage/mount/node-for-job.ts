import type { Kube } from '../../kube/kube.ts';
import type { PodVolume } from '../../kube/types.ts';
import type { NodePlacement } from '../../release/tasks/job.ts';
import { getClaim } from '../objects.ts';
import { scheduledPodUsing } from '../pod/pod-spec.ts';

/**
 * Returns the node on which a Job must run: one of its volumes is in use there and can be used on one node only.
 * Undefined when the Job may run on any node.
 */
export async function nodeForJob(
  kube: Kube,
  { namespace, volumes }: { namespace: string; volumes: readonly PodVolume[] },
  signal: AbortSignal,
): Promise<NodePlacement | undefined> {
  for (const { persistentVolumeClaim } of volumes) {
    const name = persistentVolumeClaim?.claimName;
    if (name === undefined) continue;
    const claim = await getClaim(kube, { name, namespace }, { signal });
    if (!claim?.spec.accessModes?.includes('ReadWriteOnce')) continue;
    const { nodeName: node, tolerations = [] } =
      (await scheduledPodUsing(kube, { name, namespace }, signal))?.spec ?? {};
    // Kubernetes itself adds the tolerations with a time, for lost nodes.
    const own = tolerations.filter(({ tolerationSeconds }) => tolerationSeconds === undefined);
    if (node !== undefined) return { node, tolerations: own };
  }
  return undefined;
}
