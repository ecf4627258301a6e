import type { Context } from '../../cli/invoke/context.ts';
import { Failure } from '../../core/failure.ts';
import { activeJobs, endJobs } from '../../rollout/tasks/active-jobs.ts';
import { runsOf, type TaskRuns } from '../../rollout/tasks/cron-jobs.ts';

/** Applies a concurrency policy (allow, forbid, replace) to the runs of a task that are under way, before the next. */
export async function makeWay(context: Context, policy: string, runs: TaskRuns): Promise<void> {
  if (policy === 'allow') return;
  const kube = await context.kube();
  const active = await activeJobs(kube, runsOf(runs));
  if (active.length === 0) return;
  if (policy === 'replace') {
    context.out.step(`Ending ${active.join(', ')}: the task replaces a run that is under way`);
    return endJobs(kube, runsOf(runs), active);
  }
  throw new Failure(`The task is running already (${active.join(', ')}), and a second run is forbidden`, {
    code: 'cron.forbidden',
    hint: `See what it prints: dokku logs ${runs.app} --ps cron --tail`,
  });
}
