import type { Kube } from '../kube/kube.ts';
import type { ClusterContext } from './context.ts';

/** Time limit for the first answer of the cluster. */
const firstAnswerTimeoutMs = 10_000;

/** The API server, once it has answered a cheap request. Throws a Failure when it does not answer soon. */
export async function answeringCluster({
  kube,
  signal,
}: Pick<ClusterContext, 'kube' | 'signal'>): Promise<Kube> {
  const server = await kube();
  await server.version({ signal: AbortSignal.any([signal, AbortSignal.timeout(firstAnswerTimeoutMs)]) });
  return server;
}
