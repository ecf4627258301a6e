import { restoreTimeoutMs } from '../../core/clock.ts';
import { Cancelled, messageOf } from '../../core/failure.ts';
import { uninstallOwn } from '../check/helm-release.ts';
import type { DeployRun } from '../frame/deploy-run.ts';
import { revertMove } from '../move/move.ts';
import { locationOf } from '../move/release-location.ts';
import { type Plan, planFromRecord } from '../plan/plan.ts';
import { applyMaintenance } from '../tasks/suspend-cron.ts';
import { type ApplyOptions, applyManifest, repairRelease, watchPlan } from './apply.ts';
import { withoutScaleDown } from './without-scale-down.ts';

/**
 * Rolls back to the previous release after an attempt that was cancelled, that failed with `rollback-on-failure` set,
 * or that would have moved the app. Returns whether it rolled back. In all other cases the failed version stays beside
 * the old one, which keeps serving, so that the failure can be inspected. `applied`: how the new version was applied,
 * if it was.
 */
export async function restorePrevious(
  run: DeployRun,
  plan: Plan,
  error: unknown,
  applied: ApplyOptions = {},
): Promise<boolean> {
  const cancelled = error instanceof Cancelled;
  // Another process may be deploying already.
  if (run.lock.lost.aborted) return false;
  const { spec, movesFrom } = plan;
  if (!cancelled && !movesFrom && !spec.deploy.rollbackOnFailure) return false;
  const previous = run.facts.serving?.record;
  // The client that requested the deploy may have disconnected.
  const own = { ...run, signal: AbortSignal.timeout(restoreTimeoutMs) };
  try {
    await repairRelease(own, spec);
    if (movesFrom) {
      await revertMove(own, plan, applied);
    } else if (previous) {
      run.out.step(`Rolling back to v${previous.number}`);
      await rollBackTo(own, planFromRecord(own, previous), { cancelled });
    } else if (cancelled) {
      run.out.step('Cleaning up the cancelled first deploy');
      await uninstallOwn(own, locationOf(spec));
    }
  } catch (problem) {
    run.out.warn(`Rolling back failed: ${messageOf(problem)}`);
    if (previous) run.out.warn(`To try again: dokku releases:rollback ${run.app} v${previous.number}`);
  }
  return true;
}

/**
 * Applies the serving release under its own number again. After a cancel, nobody waits for the steps after the last
 * apply.
 */
async function rollBackTo(run: DeployRun, old: Plan, { cancelled }: { cancelled: boolean }): Promise<void> {
  const { record, manifest: parsed } = run.facts.serving!;
  const whole = parsed();
  for (const manifest of new Set([await withoutScaleDown(run, old.spec, whole), whole])) {
    await applyManifest(run, old, manifest.text, `back to v${record.number}`);
    await applyMaintenance(run, run.app);
    if (!cancelled || manifest !== whole) await watchPlan(run, old);
  }
}
