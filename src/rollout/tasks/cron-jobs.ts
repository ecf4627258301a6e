import pMap from 'p-map';
import { label, selectorOf } from '../../core/labels.ts';
import type { Kube } from '../../kube/kube.ts';
import type { CronJob } from '../../kube/types.ts';
import { isManaged } from '../objects/ownership.ts';
import type { JobSelector } from './jobs.ts';

const cronJobs = { apiVersion: 'batch/v1', kind: 'CronJob' };

/**
 * Suspends or resumes the CronJobs of an app; `isSuspended` decides by the hash of each task. CronJobs in the right
 * state stay unchanged, and so do CronJobs with an undefined result of `isSuspended`.
 */
export async function suspendCronJobs(
  kube: Kube,
  { namespace, app }: { namespace: string; app: string },
  isSuspended: (hash: string) => boolean | undefined,
  signal: AbortSignal,
): Promise<void> {
  const present = await kube.list<CronJob>(
    { ...cronJobs, namespace, labelSelector: selectorOf(app) },
    { signal },
  );
  await pMap(
    present.filter(isManaged),
    async ({ metadata, spec }) => {
      const suspend = isSuspended(metadata.labels?.[label.cronHash] ?? '');
      if (suspend === undefined || suspend === (spec.suspend ?? false)) return;
      await kube.patch({ ...cronJobs, namespace, name: metadata.name }, { spec: { suspend } }, { signal });
    },
    { concurrency: 4 },
  );
}

export interface TaskRuns {
  namespace: string;
  app: string;
  /** Hash of the task. */
  hash: string;
  signal: AbortSignal;
}

/** Selects the Jobs of a task, started by its schedule or by hand. */
export function runsOf({ namespace, app, hash, signal }: TaskRuns): JobSelector {
  return { namespace, labelSelector: `${selectorOf(app, 'cron')},${label.cronHash}=${hash}`, signal };
}
