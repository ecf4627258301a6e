import type { CallOptions, Kube } from '../kube/kube.ts';
import { mapBounded } from '../kube/many.ts';
import { listOwn } from './ownership.ts';

/** Deletes the config Secrets of an app whose hash is not in `keep`. Resolves to the names of the deleted ones. */
export async function pruneConfigSecrets(
  kube: Kube,
  { namespace, app, keep, ...options }: { namespace: string; app: string; keep: string[] } & CallOptions,
): Promise<string[]> {
  const kind = { apiVersion: 'v1', kind: 'Secret', namespace };
  const stale = (await listOwn(kube, kind, app, options))
    .filter(({ metadata }) => {
      const hash = metadata.labels?.['dokku.com/config-hash'];
      return hash !== undefined && !keep.includes(hash);
    })
    .map(({ metadata }) => metadata.name);
  await mapBounded(stale, 4, (name) => kube.delete({ ...kind, name }, options));
  return stale;
}
