import { printFailure } from '../../core/print-failure.ts';
import { forgetReleases } from '../apply/secrets.ts';
import type { DeployRun } from '../frame/deploy-run.ts';
import { leaveOldLocations } from '../move/move.ts';
import type { Plan } from '../plan/plan.ts';
import { applyMaintenance } from '../tasks/suspend-cron.ts';
import { afterTasks } from '../tasks/tasks.ts';
import { reportScalingProblems } from './scaling-problems.ts';
import { shapeVolumes } from './volumes.ts';

/**
 * The steps after the new version serves. A failure does not affect the new version, so it is a warning, and the next
 * deploy tries again.
 */
export async function tidyUp(run: DeployRun, plan: Plan): Promise<void> {
  const chores = [
    () => leaveOldLocations(run, plan),
    () => afterTasks(run, plan),
    // An old manifest suspends the tasks that were suspended when it was rendered.
    () => (plan.manifest === undefined ? undefined : applyMaintenance(run, run.app)),
    () => forgetReleases(run, plan),
    () => shapeVolumes(run, plan),
    () => reportScalingProblems(run, plan),
  ];
  for (const chore of chores) {
    try {
      await run.stages.run('finish', chore);
    } catch (error) {
      printFailure(run.out, error);
      run.out.warn('The new version is serving anyway');
      if (run.signal.aborted) return;
    }
  }
}
