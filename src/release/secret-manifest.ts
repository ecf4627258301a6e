import { fixedLabels, managed } from '../core/labels.ts';
import type { Manifest } from '../kube/types.ts';
import type { ReleaseSpec } from './types.ts';

/** The app of a Secret: its name, its namespace, and the labels and annotations that users set on its Secrets. */
export type SecretOwner = Pick<ReleaseSpec, 'app' | 'namespace' | 'metadata'>;

export interface SecretContents {
  name: string;
  /** Default: `Opaque`. */
  type?: string;
  labels: Record<string, string>;
  values: Record<string, string>;
  immutable?: boolean;
}

/**
 * Returns a Secret of an app. The Secret is applied outside the chart, so that no Helm release contains its values.
 * `purpose` is the last part of its fixed labels.
 */
export function appSecret(
  { app, namespace, metadata }: SecretOwner,
  purpose: string,
  { labels, ...contents }: Omit<SecretContents, 'labels'> & { labels?: Record<string, string> },
): Manifest {
  const manifest = secretManifest(namespace, {
    ...contents,
    labels: { ...metadata.secret?.labels, ...fixedLabels(app, purpose), ...labels },
  });
  const { annotations } = manifest.metadata;
  return {
    ...manifest,
    metadata: { ...manifest.metadata, annotations: { ...metadata.secret?.annotations, ...annotations } },
  };
}

/** Returns a Secret that dokku manages. */
export function secretManifest(
  namespace: string,
  { name, type = 'Opaque', labels, values, immutable }: SecretContents,
): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace, labels, annotations: managed },
    type,
    ...(immutable && { immutable }),
    data: Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
    ),
  };
}
