import type { Manifest } from '../../kube/types.ts';
import type { Violation } from './violation.ts';

/** Annotations whose text becomes configuration of ingress-nginx, which may read every Secret of the cluster. */
const snippet = /^nginx\.(ingress\.kubernetes\.io|org)\/.*snippets?$/;

/**
 * Returns where an object configures the ingress controller with text of its own. `allowed` is the text that the chart
 * writes for the properties of `nginx:set`, and annotations that an administrator set for all apps.
 */
export function controllerViolations(
  { metadata }: Manifest,
  allowed: Readonly<Record<string, string | undefined>>,
): Violation[] {
  return Object.entries(metadata.annotations ?? {})
    .filter(([key, value]) => snippet.test(key) && value !== allowed[key])
    .map(([key]) => ({
      path: `metadata.annotations.${key}`,
      what: 'configures the ingress controller of all apps',
      need: { property: 'kustomize-cluster-scope', value: 'true' },
    }));
}
