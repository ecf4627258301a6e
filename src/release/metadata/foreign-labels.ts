import { annotation, label } from '../../core/labels.ts';
import type { Manifest } from '../../kube/types.ts';

/**
 * The other app that an object, or what is made after a template in it, pretends to belong to. Programs of other
 * people carry the label `part-of` as well, so a value counts when it is an app's, or when the labels are such as we
 * would give.
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

/** An object's own metadata and those of the templates in it, at any depth. */
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
