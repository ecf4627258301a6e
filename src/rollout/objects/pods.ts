import { label, selectorOf } from '../../core/labels.ts';
import type { Kube } from '../../kube/kube.ts';
import type { Pod } from '../../kube/types.ts';

export interface PodsOptions {
  namespace: string;
  app: string;
  /** Process type of the pods, including `run` and `cron`; default: all types. */
  process?: string;
  signal?: AbortSignal;
}

export function processTypeOf(pod: Pod): string {
  return pod.metadata.labels?.[label.name] ?? '';
}

/**
 * Returns the pods of an app by process, age and name, so that `web.1` names the same pod as long as the pod exists.
 */
export async function podsOf(kube: Kube, { namespace, app, process, signal }: PodsOptions): Promise<Pod[]> {
  const pods = await kube.list<Pod>(
    { apiVersion: 'v1', kind: 'Pod', namespace, labelSelector: selectorOf(app, process) },
    { signal },
  );
  return pods.toSorted(inOrder);
}

function inOrder(a: Pod, b: Pod): number {
  const key = (pod: Pod) =>
    [processTypeOf(pod), pod.metadata.creationTimestamp ?? '', pod.metadata.name].join('\0');
  return key(a) < key(b) ? -1 : 1;
}
