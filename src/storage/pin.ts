import type { Kube } from '../kube/kube.ts';
import type { Volume } from '../release/volumes.ts';
import { getClaim } from './objects.ts';
import { nodeWith } from './pod-spec.ts';

/**
 * The node on which a Job must run because a volume of it is in use there and can be used on one node only;
 * undefined when it may run anywhere.
 */
export async function nodeForJob(
  kube: Kube,
  { namespace, volumes }: { namespace: string; volumes: readonly Volume[] },
  signal: AbortSignal,
): Promise<string | undefined> {
  for (const { persistentVolumeClaim } of volumes) {
    const { claimName: name } = (persistentVolumeClaim ?? {}) as { claimName?: string };
    if (name === undefined) continue;
    const claim = await getClaim(kube, { name, namespace }, { signal });
    if (!claim?.spec.accessModes?.includes('ReadWriteOnce')) continue;
    const node = await nodeWith(kube, { name, namespace }, signal);
    if (node !== undefined) return node;
  }
  return undefined;
}
