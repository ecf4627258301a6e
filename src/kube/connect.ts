import { Kube } from './kube.ts';
import { loadKubeconfig } from './kubeconfig.ts';
import { Transport } from './transport.ts';

/**
 * A client of the cluster that a kubeconfig names. Throws a `Failure` when the file is missing or invalid. Sends no
 * request yet, so the first request reports a server that does not answer.
 */
export async function connectCluster(options: { kubeconfig: string; context?: string }): Promise<Kube> {
  return new Kube(new Transport(loadKubeconfig(options.kubeconfig, options.context)));
}
