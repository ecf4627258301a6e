import { loadAll } from 'js-yaml';
import type { Manifest } from '../kube/types.ts';
import { jsonForYaml } from './json-for-yaml.ts';

/** A manifest and the objects in it. The manifest is parsed once; its text is stored and applied. */
export interface ParsedManifest {
  text: string;
  objects: readonly Manifest[];
}

/**
 * The objects of a manifest that Helm or Kustomize wrote. js-yaml comes with the Kubernetes client, and needs a third of
 * the time of `yaml` in a process that has just started: row `render` of scripts/bench. `yaml` also knows positions,
 * which nobody needs in a generated text. test/golden/parsers.test.ts shows that both read manifests alike.
 */
export function parseManifest(text: string): ParsedManifest {
  const documents = loadAll(text) as (Manifest | null | undefined)[];
  return { text, objects: documents.filter((object) => object != null) };
}

/** A manifest of other objects, written as JSON, which every YAML parser reads in the same way. */
export function writeManifest(objects: readonly Manifest[]): ParsedManifest {
  return { text: objects.map((object) => `---\n${jsonForYaml(object)}\n`).join(''), objects };
}
