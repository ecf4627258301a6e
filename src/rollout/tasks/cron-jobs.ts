import pMap from 'p-map';
import { label, selectorOf } from '../../core/labels.ts';
import type { Kube } from '../../kube/kube.ts';
import type { KubeObject } from '../../kube/types.ts';
import type { JobSelector } from './active-jobs.ts';

const cronJobs = { apiVersion: 'batch/v1', kind: 'CronJob' };
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
    { ...cronJobs, namespace, labelSelector: selectorOf(app) },
    { signal },
  );
  await pMap(
    live,
    async ({ metadata, spec }) => {
      const suspend = suspended.get(metadata.labels?.[label.cronHash] ?? '');
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

/** The Jobs of a task, started by its schedule or by hand. */
export function runsOf({ namespace, app, hash, signal }: TaskRuns): JobSelector {
  return { namespace, labelSelector: `${selectorOf(app, 'cron')},${label.cronHash}=${hash}`, signal };
}
