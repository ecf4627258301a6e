import type { Manifest } from '../../kube/types.ts';
import { routesOf } from '../routing/route-values.ts';
import type { ReleaseSpec } from '../types.ts';
import { mapOf } from './fields.ts';
import type { Violation } from './violation.ts';

/** Annotations whose text becomes configuration of the controller, which can read every Secret of the cluster. */
const snippet = /^nginx\.(ingress\.kubernetes\.io|org)\/.*snippets?$/;

/** Returns the texts that the chart writes into annotations of an Ingress: properties and annotations set by commands. */
export function ownSnippets(spec: ReleaseSpec): string[] {
  const { annotations, metadata } = mapOf(routesOf(spec).ingress);
  const texts = { ...mapOf(annotations), ...mapOf(mapOf(mapOf(metadata).ingress).annotations) };
  return Object.values(texts).map(String);
}

/** Returns the annotations with configuration of the ingress controller that no command has set. */
export function snippetViolations(
  { kind, metadata }: Manifest,
  own: readonly string[],
  need: Violation['need'],
): Violation[] {
  if (kind !== 'Ingress') return [];
  return Object.entries(metadata.annotations ?? {})
    .filter(([key, text]) => snippet.test(key) && !own.includes(text))
    .map(([key]) => ({
      path: `metadata.annotations.${key}`,
      what: 'changes the configuration of the ingress controller of all apps',
      need,
    }));
}
