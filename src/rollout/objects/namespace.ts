import { Failure } from '../../core/failure.ts';
import { managed } from '../../core/labels.ts';
import { isConflict } from '../../kube/failure.ts';
import type { CallOptions, Kube } from '../../kube/kube.ts';
import type { KubeObject } from '../../kube/types.ts';

/** Creates a namespace when it does not exist, and marks it as managed by dokku. Returns true for a new namespace. */
export async function ensureNamespace(kube: Kube, name: string, options: CallOptions = {}): Promise<boolean> {
  const found = await kube.get<KubeObject>({ apiVersion: 'v1', kind: 'Namespace', name }, options);
  if (found?.metadata.deletionTimestamp) {
    throw new Failure(`The namespace ${name} is being deleted`, {
      code: 'rollout.namespace',
      hint: 'Try again when the namespace is deleted, or choose another one: dokku scheduler-k3s:set <app> namespace <name>',
    });
  }
  if (found) return false;
  const namespace = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: managed, annotations: managed },
  };
  try {
    await kube.create(namespace, options);
    return true;
  } catch (error) {
    // Another deploy has just created the namespace.
    if (isConflict(error)) return false;
    throw error;
  }
}
