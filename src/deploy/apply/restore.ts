import { restoreTimeoutMs } from '../../core/clock.ts';
import { Cancelled, messageOf } from '../../core/failure.ts';
import { uninstallOwn } from '../check/helm-release.ts';
import { awaitAllRoutes } from '../finish/await-routes.ts';
import type { DeployRun } from '../frame/deploy-run.ts';
import { revertMove } from '../move/move.ts';
import { locationOf } from '../move/release-location.ts';
import { type Plan, planFromRecord } from '../plan/plan.ts';
import { applyMaintenance } from '../tasks/suspend-cron.ts';
import { type ApplyOptions, applyManifest, repairRelease, watchPlan } from './apply.ts';
import { withoutScaleDown } from './without-scale-down.ts';

/** How the new version was applied. */
export interface Attempt extends ApplyOptions {
  /** The Deployments whose old pods are stopped first. */
  stopped?: readonly string[];
  /** Whether Helm applied the new version; false after an error that leaves this open. */
  isApplied?: boolean;
}

/**
 * Rolls back to the previous release after an attempt that was cancelled, that failed with `rollback-on-failure` set,
 * that would have moved the app, or that stopped the old pods first. Returns whether it rolled back. In all other cases
 * the failed version stays beside the old one, which keeps serving, so that the failure can be inspected.
 */
export async function restorePrevious(
  run: DeployRun,
  plan: Plan,
  error: unknown,
  { stopped = [], isApplied = false, ...applied }: Attempt = {},
): Promise<boolean> {
  const cancelled = error instanceof Cancelled;
  // Another process may be deploying already.
  if (run.lock.lost.aborted) return false;
  const { spec, movesFrom } = plan;
  const isWanted = cancelled || movesFrom || spec.deploy.rollbackOnFailure || stopped.length > 0;
  if (!isWanted) return false;
  const previous = run.facts.serving?.record;
  // The client that requested the deploy may have disconnected.
  const own = { ...run, signal: AbortSignal.timeout(restoreTimeoutMs) };
  try {
    await repairRelease(own, spec);
    if (movesFrom) {
      await revertMove(own, plan, applied);
    } else if (previous) {
      if (stopped.length > 0)
        run.out.step(
          isApplied
            ? `${stopped.join(', ')} of v${previous.number} was stopped before v${spec.number} started. Nothing of it serves until v${previous.number} is back`
            : `${stopped.join(', ')} of v${previous.number} may have been stopped. If so, nothing of it serves until v${previous.number} is back`,
        );
      run.out.step(`Rolling back to v${previous.number}`);
      const old = planFromRecord(own, previous);
      await rollBackTo(own, old, { cancelled });
      if (stopped.length > 0 && !cancelled) await awaitAllRoutes(own, old);
      if (!cancelled) run.out.step(`v${previous.number} serves again`);
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
    if (!cancelled || manifest !== whole) await watchPlan(run, old, whole.objects);
  }
}
