import type { Kube } from '../../kube/kube.ts';
import type { KubeObject } from '../../kube/types.ts';

/** Kinds whose objects show that a namespace is in use. Every namespace has a ConfigMap and a ServiceAccount of its own. */
const occupyingKinds = [
  { apiVersion: 'v1', kind: 'PersistentVolumeClaim' },
  { apiVersion: 'v1', kind: 'Pod' },
  { apiVersion: 'v1', kind: 'Secret' },
  { apiVersion: 'v1', kind: 'Service' },
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'apps/v1', kind: 'StatefulSet' },
  { apiVersion: 'batch/v1', kind: 'CronJob' },
];

/** Deletes a namespace that was created for an entry, unless the namespace contains other objects. */
export async function removeNamespaceIfEmpty(kube: Kube, name: string, signal: AbortSignal): Promise<void> {
  const lists = await Promise.all(
    occupyingKinds.map((kind) => kube.list<KubeObject>({ ...kind, namespace: name }, { signal })),
  );
  if (lists.some((list) => list.length > 0)) return;
  await kube.delete({ apiVersion: 'v1', kind: 'Namespace', name }, { signal });
}
