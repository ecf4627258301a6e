import type { Context } from '../../cli/invoke/context.ts';
import { Failure } from '../../core/failure.ts';
import { runsOf, type TaskRuns } from '../../rollout/tasks/cron-jobs.ts';
import { cronRuns } from '../../rollout/tasks/cron-runs.ts';
import { removeJobs } from '../../rollout/tasks/jobs.ts';

/** Applies a concurrency policy (allow, forbid, replace) to the active runs of a task, before the next run. */
export async function applyConcurrencyPolicy(
  context: Context,
  policy: string,
  runs: TaskRuns,
): Promise<void> {
  if (policy === 'allow') return;
  const kube = await context.kube();
  const { signal, ...selector } = runsOf(runs);
  const kept = await cronRuns(kube, selector, signal);
  const active = kept.filter(({ status }) => status === 'running').map(({ job }) => job);
  if (active.length === 0) return;
  if (policy === 'replace') {
    context.out.step(`Stopping ${active.join(', ')}: replacing a running task`);
    return removeJobs(kube, runsOf(runs), active);
  }
  throw new Failure(
    `The task is already running (${active.join(', ')}), and its concurrency policy forbids a second run`,
    {
      code: 'cron.forbidden',
      hint: `See its output with: dokku logs ${runs.app} --ps cron --tail`,
    },
  );
}
