import type { Environment } from '../core/environment.ts';
import { type HelmContext, helmContext } from '../helm/context.ts';
import { GLOBAL } from '../state/scope.ts';
import type { Store } from '../state/store.ts';

/** How the cluster is reached, as `scheduler-k3s:set --global` says. */
export function clusterAccess({ properties }: Store): { kubeconfig: string; kubeContext: string } {
  return {
    kubeconfig: properties.get(GLOBAL, 'scheduler-k3s', 'kubeconfig-path') || '/etc/rancher/k3s/k3s.yaml',
    kubeContext: properties.get(GLOBAL, 'scheduler-k3s', 'kube-context') ?? '',
  };
}

export function helmOf({ environment, store }: { environment: Environment; store: Store }): HelmContext {
  return helmContext(environment, clusterAccess(store));
}
