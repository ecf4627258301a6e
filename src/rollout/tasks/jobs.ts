import type { Kube } from '../../kube/kube.ts';
import type { Job } from '../../kube/types.ts';
import { waitFor } from '../../kube/wait.ts';
import { isManaged } from '../objects/ownership.ts';

const jobs = { apiVersion: 'batch/v1', kind: 'Job' };

/** For the deletion of Jobs: the kubelet gives each pod its grace period. */
const deletionTimeoutMs = 120_000;

export interface JobSelector {
  namespace: string;
  labelSelector: string;
  signal: AbortSignal;
}

/** Names of the selected Jobs of ours that have not ended. */
export async function activeJobs(kube: Kube, { signal, ...selector }: JobSelector): Promise<string[]> {
  const found = await kube.list<Job>({ ...jobs, ...selector }, { signal });
  return found.filter(isManaged).filter(isActive).map(nameOf);
}

/**
 * Deletes selected Jobs and waits until their pods are deleted too, so that what runs next never meets them. `names`:
 * only these; default: all that are selected.
 */
export async function removeJobs(
  kube: Kube,
  { signal, ...selector }: JobSelector,
  names?: readonly string[],
): Promise<void> {
  const selected = names ?? (await kube.list<Job>({ ...jobs, ...selector }, { signal })).map(nameOf);
  if (selected.length === 0) return;
  const { namespace } = selector;
  // In the foreground: a Job is deleted only when its pods are.
  for (const name of selected)
    await kube.delete({ ...jobs, namespace, name }, { signal, propagation: 'Foreground' });
  await waitFor<Job, true>(
    kube,
    { ...jobs, ...selector },
    (left) => (left.some((job) => selected.includes(nameOf(job))) ? undefined : true),
    { signal, timeout: deletionTimeoutMs, what: `${selected.join(', ')} to be deleted` },
  );
}

function nameOf({ metadata }: Job): string {
  return metadata.name;
}

function isActive({ status }: Job): boolean {
  return !status?.conditions?.some(
    ({ type, status: held }) => (type === 'Complete' || type === 'Failed') && held === 'True',
  );
}
