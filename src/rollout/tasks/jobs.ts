import type { Kube } from '../../kube/kube.ts';
import type { Job } from '../../kube/types.ts';
import { waitFor } from '../../kube/wait.ts';
import { isManaged } from '../objects/ownership.ts';

const jobs = { apiVersion: 'batch/v1', kind: 'Job' };

/** Timeout for the deletion of Jobs, including the grace period of each pod. */
const deletionTimeoutMs = 120_000;

export interface JobSelector {
  namespace: string;
  labelSelector: string;
  signal: AbortSignal;
}

/** Returns the names of the selected unfinished Jobs that dokku created. */
export async function activeJobs(kube: Kube, { signal, ...selector }: JobSelector): Promise<string[]> {
  const found = await kube.list<Job>({ ...jobs, ...selector }, { signal });
  return found.filter(isManaged).filter(isActive).map(nameOf);
}

/**
 * Deletes the selected Jobs and waits until their pods are deleted, so that the next task never runs at the same time.
 * `names`: only these Jobs; default: all selected Jobs.
 */
export async function removeJobs(
  kube: Kube,
  { signal, ...selector }: JobSelector,
  names?: readonly string[],
): Promise<void> {
  const selected = names ?? (await kube.list<Job>({ ...jobs, ...selector }, { signal })).map(nameOf);
  if (selected.length === 0) return;
  const { namespace } = selector;
  // Foreground deletion: Kubernetes deletes a Job only after its pods.
  for (const name of selected)
    await kube.delete({ ...jobs, namespace, name }, { signal, propagation: 'Foreground' });
  await waitFor<Job, true>(
    kube,
    { ...jobs, ...selector },
    (remaining) => (remaining.some((job) => selected.includes(nameOf(job))) ? undefined : true),
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
