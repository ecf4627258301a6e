import { label } from '../../core/labels.ts';
import type { Kube } from '../../kube/kube.ts';
import type { Job } from '../../kube/types.ts';
import { waitFor } from '../../kube/wait.ts';

/** Milliseconds in which a Job and its pod have to go. */
const patience = 60_000;

/** Ends Jobs of ours that a process which died has left at work on an entry. */
export async function removeJobs(
  kube: Kube,
  { name, namespace }: { name: string; namespace: string },
  signal: AbortSignal,
): Promise<void> {
  const labelSelector = `${label.managedBy}=dokku,${label.storageEntry}=${name}`;
  const selector = { apiVersion: 'batch/v1', kind: 'Job', namespace, labelSelector };
  const jobs = await kube.list<Job>(selector, { signal });
  if (jobs.length === 0) return;
  for (const { metadata } of jobs) {
    const ref = { apiVersion: 'batch/v1', kind: 'Job', namespace, name: metadata.name };
    // In the foreground: the Job is gone only when its pod is.
    await kube.delete(ref, { propagation: 'Foreground', signal });
  }
  await waitFor<Job, true>(kube, selector, (left) => (left.length === 0 ? true : undefined), {
    signal,
    timeout: patience,
    what: `the Jobs of ${name} to go`,
  });
}
