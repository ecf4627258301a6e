import type { Kube } from '../kube/kube.ts';
import { mapBounded } from '../kube/many.ts';
import type { KubeObject } from '../kube/types.ts';

interface Secret extends KubeObject {
  immutable?: boolean;
}

/** Name of the Secret that holds one state of an app's config. */
function configSecretName(app: string, hash: string): string {
  return `config-${app}-${hash}`;
}

/** Deletes the config Secrets of an app whose hash is not in `keep`. Resolves to the names of the deleted ones. */
export async function pruneConfigSecrets(
  kube: Kube,
  { namespace, app, keep, signal }: { namespace: string; app: string; keep: string[]; signal?: AbortSignal },
): Promise<string[]> {
  const kept = new Set(keep.map((hash) => configSecretName(app, hash)));
  const kind = { apiVersion: 'v1', kind: 'Secret', namespace };
  const secrets = await kube.list<Secret>(
    { ...kind, labelSelector: `app.kubernetes.io/part-of=${app}` },
    { signal },
  );
  const stale = secrets
    .filter(({ metadata, immutable }) => immutable && metadata.name.startsWith(configSecretName(app, '')))
    .map(({ metadata }) => metadata.name)
    .filter((name) => !kept.has(name));
  await mapBounded(stale, 4, (name) => kube.delete({ ...kind, name }, { signal }));
  return stale;
}
