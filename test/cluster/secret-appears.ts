import { clusterUnderTest } from '../../scripts/lib/cluster-under-test.ts';
import { connectCluster } from '../../src/kube/connect.ts';
import { watch } from '../../src/kube/watch.ts';

/**
 * Resolves to true as soon as a Secret with these labels exists, and to false when `signal` is aborted first. The
 * Secrets of a running Helm exist for 0.1 s, so no process is started for the check.
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
