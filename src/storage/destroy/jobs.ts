import { label } from '../../core/labels.ts';
import type { Kube } from '../../kube/kube.ts';
import type { NamespacedName } from '../../kube/types.ts';
import { removeJobs } from '../../rollout/tasks/jobs.ts';

/** Removes the Jobs that a dead process left running on an entry. */
export function removeEntryJobs(
  kube: Kube,
  { name, namespace }: NamespacedName,
  signal: AbortSignal,
): Promise<void> {
  const labelSelector = `${label.managedBy}=dokku,${label.storageEntry}=${name}`;
  return removeJobs(kube, { namespace, labelSelector, signal });
}
