import { createHash } from 'node:crypto';
import { fixedLabels, label, managed } from '../../core/labels.ts';
import type { Manifest } from '../../kube/types.ts';
import type { ReleaseSpec } from '../types.ts';

/** Ten hex characters over keys and values, whatever order they come in. */
export function configHash(values: Record<string, string>): string {
  const sorted = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 10);
}

export function configSecretName(app: string, hash: string): string {
  return `config-${app}-${hash}`;
}

/** The immutable Secret that a release's pods take their variables from. It is applied outside the chart. */
export function configSecretManifest(
  spec: Pick<ReleaseSpec, 'app' | 'namespace' | 'config' | 'metadata'>,
  values: Record<string, string>,
): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: spec.config.secretName,
      namespace: spec.namespace,
      labels: {
        ...spec.metadata.secret?.labels,
        ...fixedLabels(spec.app, 'config'),
        [label.configHash]: spec.config.hash,
      },
      annotations: { ...spec.metadata.secret?.annotations, ...managed },
    },
    type: 'Opaque',
    immutable: true,
    data: Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
    ),
  };
}
