import { type ApplyOptions, applyManifest, repairRelease } from '../apply/apply.ts';
import { applySecrets } from '../apply/secrets.ts';
import type { DeployRun } from '../frame/deploy-run.ts';
import { type Plan, planFromRecord } from '../plan/plan.ts';
import { applyMaintenance } from '../tasks/suspend-cron.ts';
import { isSameLocation, locationOf } from './release-location.ts';
import { removeObjects } from './remove-objects.ts';

// An app that gets another namespace or name is in two locations for a moment: the new one is brought up beside the
// old one, then routed to as well, and then the old one is removed. So no request is lost.

/** Reports that an app is about to get another namespace, when it is. */
export function reportMove({ app, out }: DeployRun, { spec, movesFrom }: Plan): void {
  if (movesFrom && movesFrom.namespace !== spec.namespace)
    out.step(`Moving ${app} from namespace ${movesFrom.namespace} to ${spec.namespace}`);
}

/** Removes the app from every location but the one that it serves from now. */
export async function leaveOldLocations(run: DeployRun, { spec }: Plan): Promise<void> {
  const location = locationOf(spec);
  await removeObjects(
    run,
    run.facts.locations.filter((each) => !isSameLocation(each, location)),
  );
}

/**
 * Reverts a move: removes the partial rollout in the new location, and the old one serves as before. `options` are
 * those that the new release was applied with, if it came that far.
 */
export async function revertMove(
  run: DeployRun,
  { spec }: Plan,
  { takeOwnership }: ApplyOptions,
): Promise<void> {
  const { facts, app, out } = run;
  const serving = facts.serving!.record;
  const old = planFromRecord(run, serving);
  const partial =
    spec.namespace === old.spec.namespace ? `the name ${spec.app}` : `namespace ${spec.namespace}`;
  out.step(`Cleaning up ${partial}; v${serving.number} keeps serving`);
  // Storage that is used in one location at a time made the old one let go first. And what both have in common would
  // be removed with the new one.
  await applySecrets(run, old);
  await repairRelease(run, old.spec);
  await applyManifest(run, old, serving.manifest, `stay at v${serving.number}`, { takeOwnership });
  await removeObjects(run, [locationOf(spec)]);
  await applyMaintenance(run, app);
}
