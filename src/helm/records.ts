import type { Kube } from '../kube/kube.ts';
import type { KubeObject } from '../kube/types.ts';
import type { ReleaseRef } from './arguments.ts';
import { recordKind } from './context.ts';

/** The revisions of a Helm release in the cluster, only their metadata. */
export function helmRevisions(
  kube: Kube,
  { release, namespace }: ReleaseRef,
  signal: AbortSignal,
): Promise<KubeObject[]> {
  return kube.list(
    { apiVersion: 'v1', kind: recordKind(), namespace, labelSelector: `owner=helm,name=${release}` },
    { signal, metadataOnly: true },
  );
}

/** Whether an operation of Helm has not finished: its process died or is still running. */
export function isPending({ metadata }: KubeObject): boolean {
  return /^(pending-(install|upgrade|rollback)|uninstalling)$/.test(metadata.labels?.status ?? '');
}
