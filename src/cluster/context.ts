import type { Output } from '../core/output.ts';
import type { Kube } from '../kube/kube.ts';
import type { Store } from '../state/store.ts';

/** What a change of the cluster's own objects needs of the command that asked for it. */
export interface ClusterContext {
  store: Store;
  out: Output;
  signal: AbortSignal;
  kube: () => Promise<Kube>;
}
