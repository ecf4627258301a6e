import { loadAll } from 'js-yaml';
import type { Manifest } from '../kube/types.ts';

/** A manifest with the objects that it consists of: it is parsed once, and its text is what is stored and applied. */
export interface ParsedManifest {
  text: string;
  objects: readonly Manifest[];
}

/**
 * The objects of a manifest that Helm or Kustomize has written. js-yaml, which the Kubernetes client brings along,
 * needs a third of the time that `yaml` takes in a process that has just begun; positions, which `yaml` knows, are of
 * no use in a text that nobody wrote by hand.
 */
export function parseManifest(text: string): ParsedManifest {
  const documents = loadAll(text) as (Manifest | null | undefined)[];
  return { text, objects: documents.filter((object) => object != null) };
}

/** A manifest of other objects, written as JSON, which every parser of YAML reads alike. */
export function writeManifest(objects: readonly Manifest[]): ParsedManifest {
  return { text: objects.map((object) => `---\n${JSON.stringify(object)}\n`).join(''), objects };
}
