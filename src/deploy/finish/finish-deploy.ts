import { printFailure } from '../../core/print-failure.ts';
import { enforceReleaseLevel } from '../apply/release-namespace.ts';
import { pruneReleases } from '../apply/secrets.ts';
import type { DeployRun } from '../frame/deploy-run.ts';
import { removeOldLocations } from '../move/move.ts';
import type { Plan } from '../plan/plan.ts';
import { applyMaintenance } from '../tasks/suspend-cron.ts';
import { afterTasks } from '../tasks/tasks.ts';
import { awaitRoutes } from './await-routes.ts';
import { reconcileVolumes } from './reconcile-volumes.ts';
import { reportScalingProblems } from './scaling-problems.ts';

/**
 * The steps after the new version serves. A failure does not affect the new version, so it is a warning, and the next
 * deploy tries again.
 */
export async function finishDeploy(run: DeployRun, plan: Plan): Promise<void> {
  const steps = [
    () => removeOldLocations(run, plan),
    () => enforceReleaseLevel(run, plan),
    () => afterTasks(run, plan),
    // An old manifest suspends the tasks that were suspended when it was rendered.
    () => (plan.manifest === undefined ? undefined : applyMaintenance(run, run.app)),
    () => pruneReleases(run, plan),
    () => reconcileVolumes(run, plan),
    () => reportScalingProblems(run, plan),
    () => awaitRoutes(run, plan),
  ];
  for (const step of steps) {
    try {
      await run.stages.run('finish', step);
    } catch (error) {
      printFailure(run.out, error);
      run.out.warn('The new version is serving anyway');
      if (run.signal.aborted) return;
    }
  }
}
