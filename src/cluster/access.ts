import type { Environment } from '../core/environment.ts';
import { type HelmContext, helmContext } from '../helm/context.ts';
import type { PropertyReader } from '../state/property-reader.ts';
import { GLOBAL } from '../state/scope.ts';

/** The kubeconfig and context of the cluster, from `scheduler-k3s:set --global`. */
export function clusterAccess(properties: PropertyReader): { kubeconfig: string; kubeContext: string } {
  return {
    kubeconfig: properties.get(GLOBAL, 'scheduler-k3s', 'kubeconfig-path') || '/etc/rancher/k3s/k3s.yaml',
    kubeContext: properties.get(GLOBAL, 'scheduler-k3s', 'kube-context') ?? '',
  };
}

export function helmOf(environment: Environment, properties: PropertyReader): HelmContext {
  return helmContext(environment, clusterAccess(properties));
}
