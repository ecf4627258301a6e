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

/** The text of a manifest that was changed, as JSON, which every parser of YAML reads alike. */
export function writeManifest(objects: readonly KubeObject[]): string {
  return objects.map((object) => `---\n${JSON.stringify(object)}\n`).join('');
}
