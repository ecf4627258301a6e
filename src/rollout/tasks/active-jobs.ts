import type { Kube } from '../../kube/kube.ts';
import type { Job } from '../../kube/types.ts';
import { waitFor } from '../../kube/wait.ts';
import { isManaged } from '../objects/ownership.ts';

const jobs = { apiVersion: 'batch/v1', kind: 'Job' };

/** How long ended Jobs may take to be gone, in milliseconds: the kubelet gives each pod its grace period. */
const goneTimeout = 120_000;

export interface JobSelector {
  namespace: string;
  labelSelector: string;
  signal: AbortSignal;
}

/** Names of the selected Jobs of ours that have not ended. */
export async function activeJobs(kube: Kube, { signal, ...selector }: JobSelector): Promise<string[]> {
  const found = await kube.list<Job>({ ...jobs, ...selector }, { signal });
  return found
    .filter(isManaged)
    .filter(isActive)
    .map(({ metadata }) => metadata.name);
}

/** Ends Jobs and waits until their pods are gone, so that what runs next never meets them. */
export async function endJobs(
  kube: Kube,
  { signal, ...selector }: JobSelector,
  names: readonly string[],
): Promise<void> {
  if (names.length === 0) return;
  const { namespace } = selector;
  for (const name of names)
    await kube.delete({ ...jobs, namespace, name }, { signal, propagation: 'Foreground' });
  await waitFor<Job, true>(
    kube,
    { ...jobs, ...selector },
    (left) => (left.some(({ metadata }) => names.includes(metadata.name)) ? undefined : true),
    { signal, timeout: goneTimeout, what: `${names.join(', ')} to end` },
  );
}

function isActive({ status }: Job): boolean {
  return !status?.conditions?.some(
    ({ type, status: held }) => (type === 'Complete' || type === 'Failed') && held === 'True',
  );
}
