import { annotation, label } from '../../core/labels.ts';
import type { Manifest } from '../../kube/types.ts';

/**
 * Returns another app to which an object, or a template in the object, claims to belong by its label `part-of`.
 * Third-party programs use the same label. Therefore the label counts only if its value is an app, or if the
 * annotations or labels look like those that dokku sets.
 */
export function foreignApp(
  object: Manifest,
  app: string,
  isApp: (name: string) => boolean,
): string | undefined {
  for (const { labels, annotations } of metadataIn(object)) {
    const owner = labels[label.partOf];
    if (owner === undefined || owner === app) continue;
    const ours = annotations[annotation.managed] === 'true';
    const disguised = labels[label.instance] === `${owner}-${labels[label.name]}`;
    if (ours || disguised || isApp(owner)) return owner;
  }
  return undefined;
}

interface Metadata {
  labels: Record<string, string | undefined>;
  annotations: Record<string, string | undefined>;
}

/** Yields the metadata of an object and of the templates in the object, at any depth. */
function* metadataIn(value: unknown): Generator<Metadata> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (key === 'metadata')
      yield { labels: mapOf(member, 'labels'), annotations: mapOf(member, 'annotations') };
    else yield* metadataIn(member);
  }
}

function mapOf(metadata: unknown, key: 'labels' | 'annotations'): Record<string, string | undefined> {
  return (metadata as Record<string, Record<string, string>> | null)?.[key] ?? {};
}
