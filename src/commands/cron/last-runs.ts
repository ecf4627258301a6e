import type { Context } from '../../cli/invoke/context.ts';
import { Failure } from '../../core/failure.ts';
import { label, selectorOf } from '../../core/labels.ts';
import { deployedSpec } from '../../deploy/plan/release-inputs.ts';
import { type CronRun, cronRuns, describeResult } from '../../rollout/tasks/cron-runs.ts';

/** How long a list or a report waits for the cluster before it shows `unknown`. */
const clusterTimeoutMs = 3000;

/** The last runs of one task, as far as the cluster keeps them. */
export interface LastRuns {
  last: CronRun | undefined;
  lastFailed: CronRun | undefined;
  lastSucceeded: CronRun | undefined;
}

/** Returns the last runs of each task of these apps; undefined if the cluster does not answer. */
export async function lastRunsOf(
  context: Context,
  apps: readonly string[],
): Promise<((app: string, hash: string) => LastRuns) | undefined> {
  if (apps.length === 0) return () => lastRuns([]);
  try {
    const kube = await context.kube();
    const signal = AbortSignal.any([context.signal, AbortSignal.timeout(clusterTimeoutMs)]);
    const labelSelector =
      apps.length === 1
        ? selectorOf(deployedSpec(context.store, apps[0]!).app, 'cron')
        : `${label.name}=cron,${label.cronHash}`;
    const runs = await cronRuns(kube, { labelSelector }, signal);
    return (app, hash) => {
      // Between a rename and the next release, the objects have the old name.
      const spec = deployedSpec(context.store, app);
      return lastRuns(
        runs.filter((run) => run.namespace === spec.namespace && run.app === spec.app && run.hash === hash),
      );
    };
  } catch (error) {
    if (!(error instanceof Failure) || context.signal.aborted) throw error;
    context.out.warn(`Could not read the last runs: ${error.message}`);
    return undefined;
  }
}

/** `runs`: newest first. */
function lastRuns(runs: readonly CronRun[]): LastRuns {
  const newest = (status: CronRun['status']) => runs.find((run) => run.status === status);
  return { last: runs[0], lastFailed: newest('failed'), lastSucceeded: newest('succeeded') };
}

/** Start and result of the last run, as text. */
export function lastRunCells(runs: LastRuns | undefined): [start: string, result: string] {
  if (!runs) return ['unknown', 'unknown'];
  return runs.last ? [runs.last.startedAt, describeResult(runs.last)] : ['', ''];
}
