import { loadAll } from 'js-yaml';
import type { KubeObject } from '../kube/types.ts';

/**
 * The objects of a manifest that Helm or Kustomize has written. js-yaml, which the Kubernetes client brings along,
 * needs a third of the time that `yaml` takes in a process that has just begun; positions, which `yaml` knows, are of
 * no use in a text that nobody wrote by hand.
 */
export function parseManifest(manifest: string): KubeObject[] {
  return (loadAll(manifest) as (KubeObject | null | undefined)[]).filter((object) => object != null);
}
