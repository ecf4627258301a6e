import { restoreTime } from '../../core/clock.ts';
import { Cancelled, messageOf } from '../../core/failure.ts';
import { uninstallOwn } from '../check/helm-release.ts';
import type { DeployRun } from '../frame/deploy-run.ts';
import { revertMove } from '../move/move.ts';
import { currentReleaseIfElsewhere, locationOf } from '../move/release-location.ts';
import { type Plan, planFromRecord } from '../plan/plan.ts';
import { applyMaintenance } from '../tasks/suspend-cron.ts';
import { type ApplyOptions, applyManifest, freePending, watchPlan } from './apply.ts';
import { keepPods } from './keep-pods.ts';

/**
 * Puts the release before back after an attempt that was cancelled, that failed where `rollback-on-failure` is set, or
 * that was to move the app; whether any of that is so. Otherwise a failed version stays beside the old one, which goes
 * on serving, so that it can be looked at. `applied` says how, once the new version was applied.
 */
export async function restorePrevious(
  run: DeployRun,
  plan: Plan,
  error: unknown,
  applied: ApplyOptions = {},
): Promise<boolean> {
  const cancelled = error instanceof Cancelled;
  // Somebody else may be deploying already.
  if (run.lock.lost.aborted) return false;
  const moving = currentReleaseIfElsewhere(run.store, run.app, plan.spec) !== undefined;
  if (!cancelled && !moving && !plan.spec.deploy.rollbackOnFailure) return false;
  const previous = run.store.releases.current(run.app);
  // What asked for the deploy may be gone by now.
  const own = { ...run, kube: () => run.kube(), signal: AbortSignal.timeout(restoreTime) };
  try {
    await freePending(own, plan.spec);
    if (moving) {
      await revertMove(own, plan, applied);
    } else if (previous) {
      run.out.step(`Rolling back to v${previous.number}`);
      const old = planFromRecord(own, previous);
      const { manifest } = previous;
      for (const each of new Set([await keepPods(own, old.spec, manifest), manifest])) {
        await applyManifest(own, old.spec, each, `back to v${previous.number}`);
        await applyMaintenance(own, run.app);
        if (!cancelled || each !== manifest) await watchPlan(own, old);
      }
    } else if (cancelled) {
      run.out.step('Removing what the cancelled first deploy had begun');
      await uninstallOwn(own, locationOf(plan.spec));
    }
  } catch (problem) {
    run.out.warn(`Rolling back failed: ${messageOf(problem)}`);
    if (previous) run.out.warn(`Try it by hand: dokku releases:rollback ${run.app} v${previous.number}`);
  }
  return true;
}
