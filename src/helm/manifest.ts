import { dump, loadAll } from 'js-yaml';
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

/**
 * The manifest with other objects. The text of unchanged objects stays, so that two releases can be compared line by
 * line. Returns the manifest itself when nothing changes.
 */
export function mapObjects(manifest: ParsedManifest, change: (object: Manifest) => Manifest): ParsedManifest {
  const objects = manifest.objects.map(change);
  if (objects.every((object, index) => object === manifest.objects[index])) return manifest;
  const texts = documentsOf(manifest.text);
  const isEach = texts.length === objects.length;
  const written = objects.map((object, index) =>
    isEach && object === manifest.objects[index] ? texts[index]! : documentText(object),
  );
  return { text: written.map((text) => `---\n${text}`).join(''), objects };
}

/** The documents of a manifest that Helm or Kustomize wrote: there, no other line is three dashes. */
function documentsOf(text: string): string[] {
  return text.split(/^---\n/m).filter((document) => document.trim() !== '');
}

/** Quotes mark texts that a parser of YAML 1.1 would read as numbers or switches. */
function documentText(object: Manifest): string {
  return dump(object, {
    forceQuotes: true,
    lineWidth: -1,
    quoteStyle: 'double',
    seqNoIndent: true,
    noRefs: true,
  });
}
