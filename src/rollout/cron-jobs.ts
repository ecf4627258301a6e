import type { Kube } from '../kube/kube.ts';
import { mapBounded } from '../kube/many.ts';
import type { Job, KubeObject } from '../kube/types.ts';
import { waitFor } from '../kube/wait.ts';
import { podSelector } from './pods.ts';

const cronJobs = { apiVersion: 'batch/v1', kind: 'CronJob' };
const jobs = { apiVersion: 'batch/v1', kind: 'Job' };
const hashLabel = 'dokku.com/cron-hash';

/** How long ended runs may take to be gone, in milliseconds: the kubelet gives each its grace period. */
const replaceTimeout = 120_000;

interface CronJob extends KubeObject {
  spec: { suspend?: boolean };
}

/** Suspends or wakes the app's CronJobs, by the hash of their task. Those that are as wanted are left alone. */
export async function suspendCronJobs(
  kube: Kube,
  {
    namespace,
    app,
    suspended,
    signal,
  }: { namespace: string; app: string; suspended: ReadonlyMap<string, boolean>; signal: AbortSignal },
): Promise<void> {
  const live = await kube.list<CronJob>(
    { ...cronJobs, namespace, labelSelector: podSelector(app) },
    { signal },
  );
  await mapBounded(live, 4, async ({ metadata, spec }) => {
    const suspend = suspended.get(metadata.labels?.[hashLabel] ?? '');
    if (suspend === undefined || suspend === (spec.suspend ?? false)) return;
    await kube.patch({ ...cronJobs, namespace, name: metadata.name }, { spec: { suspend } }, { signal });
  });
}

export interface TaskRuns {
  namespace: string;
  app: string;
  /** Hash of the task. */
  hash: string;
  signal: AbortSignal;
}

/** Names of the Jobs of a task that have not ended, started by its schedule or by hand. */
export async function activeRuns(kube: Kube, runs: TaskRuns): Promise<string[]> {
  const found = await kube.list<Job>(selectorOf(runs), { signal: runs.signal });
  return found.filter(isActive).map(({ metadata }) => metadata.name);
}

/** Ends Jobs and waits until their pods are gone, so that the next run never meets them. */
export async function endRuns(kube: Kube, runs: TaskRuns, names: readonly string[]): Promise<void> {
  const { namespace, signal } = runs;
  for (const name of names)
    await kube.delete({ ...jobs, namespace, name }, { signal, propagation: 'Foreground' });
  await waitFor<Job, true>(
    kube,
    selectorOf(runs),
    (left) => (left.some(({ metadata }) => names.includes(metadata.name)) ? undefined : true),
    { signal, timeout: replaceTimeout, what: 'the run before this one to end' },
  );
}

function selectorOf({ namespace, app, hash }: TaskRuns) {
  return { ...jobs, namespace, labelSelector: `${podSelector(app, 'cron')},${hashLabel}=${hash}` };
}

function isActive({ status }: Job): boolean {
  return !status?.conditions?.some(
    ({ type, status: held }) => (type === 'Complete' || type === 'Failed') && held === 'True',
  );
}
