import type { Output } from '../core/output.ts';
import type { Kube } from '../kube/kube.ts';
import type { Store } from '../state/store.ts';

/** The part of a command's context that changes of cluster-wide objects use. */
export interface ClusterContext {
  store: Store;
  out: Output;
  signal: AbortSignal;
  kube: () => Promise<Kube>;
}
