import pMap from 'p-map';
import { label } from '../../core/labels.ts';
import type { CallOptions, Kube } from '../../kube/kube.ts';
import type { KubeObject } from '../../kube/types.ts';
import { listOwn } from './ownership.ts';

/** Whether a Secret holds a config version whose hash is not in `keep`. */
export function isStaleConfig({ metadata }: KubeObject, keep: readonly string[]): boolean {
  const hash = metadata.labels?.[label.configHash];
  return hash !== undefined && !keep.includes(hash);
}

/** Deletes the `stale` Secrets of an app that dokku created. Resolves to the names of the deleted Secrets. */
export async function pruneSecrets(
  kube: Kube,
  { namespace, app }: { namespace: string; app: string },
  stale: (secret: KubeObject) => boolean,
  options: CallOptions = {},
): Promise<string[]> {
  const kind = { apiVersion: 'v1', kind: 'Secret', namespace };
  const names = (await listOwn(kube, kind, app, options)).filter(stale).map(({ metadata }) => metadata.name);
  await pMap(names, (name) => kube.delete({ ...kind, name }, options), { concurrency: 4 });
  return names;
}
