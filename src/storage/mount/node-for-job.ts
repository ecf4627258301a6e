import type { Kube } from '../../kube/kube.ts';
import type { PodVolume } from '../../kube/types.ts';
import type { NodePlacement } from '../../release/tasks/job.ts';
import { getClaim } from '../objects.ts';
import { podWith } from '../pod/pod-spec.ts';

/**
 * Where a Job must run because a volume of it is in use there and can be used on one node only; undefined when it may
 * run anywhere.
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
      (await podWith(kube, { name, namespace }, signal))?.spec ?? {};
    // Those with a time are Kubernetes' own, about nodes that are lost.
    const own = tolerations.filter(({ tolerationSeconds }) => tolerationSeconds === undefined);
    if (node !== undefined) return { node, tolerations: own };
  }
  return undefined;
}
