import { clusterUnderTest } from '../../scripts/lib/cluster-under-test.ts';
import { connectCluster } from '../../src/kube/connect.ts';
import { watch } from '../../src/kube/watch.ts';

/**
 * Resolves the moment a Secret with these labels exists: whether one did, before `signal` was aborted. What Helm writes
 * down while it works exists for a tenth of a second, so no program is started to look for it.
 */
export async function secretAppears(
  labelSelector: string,
  { signal }: { signal: AbortSignal },
): Promise<boolean> {
  const kube = await connectCluster({ kubeconfig: clusterUnderTest().kubeconfig });
  const found = new AbortController();
  const onEvent = (change: string) => {
    if (change !== 'deleted') found.abort();
  };
  const secrets = { apiVersion: 'v1', kind: 'Secret', labelSelector };
  await watch(kube, secrets, { signal: AbortSignal.any([found.signal, signal]), onEvent });
  return found.signal.aborted;
}
