import { type ApplyOptions, applyManifest, freePending } from '../apply/apply.ts';
import { applySecrets } from '../apply/secrets.ts';
import type { DeployRun } from '../frame/deploy-run.ts';
import { type Plan, planFromRecord } from '../plan/plan.ts';
import { applyMaintenance } from '../tasks/suspend-cron.ts';
import { currentReleaseIfElsewhere, isSamePlace, locationOf, locationsOf } from './release-location.ts';
import { removeObjects } from './remove-objects.ts';

// An app that gets another namespace or name is in two places for a moment: the new one is brought up beside the old
// one, then routed to as well, and then the old one is removed. So no request is lost.

/** Says that an app is about to get another namespace, when it is. */
export function reportMove({ store, app, out }: DeployRun, { spec }: Plan): void {
  const old = currentReleaseIfElsewhere(store, app, spec);
  if (old && old.namespace !== spec.namespace)
    out.step(`Moving ${app} from namespace ${old.namespace} to ${spec.namespace}`);
}

/** Removes the app from every place but the one that it serves from now. */
export async function leaveOldPlaces(run: DeployRun, { spec }: Plan): Promise<void> {
  const place = locationOf(spec);
  const left = locationsOf(run.store, run.app).filter((each) => !isSamePlace(each, place));
  await removeObjects(run, left);
}

/**
 * Takes a move back: what was begun in the new place is removed, and the old one serves as before. `options` are those
 * that the new release was applied with, if it came that far.
 */
export async function revertMove(
  run: DeployRun,
  { spec }: Plan,
  { takeOwnership }: ApplyOptions,
): Promise<void> {
  const { store, app, out } = run;
  const serving = store.releases.current(app)!;
  const old = planFromRecord(run, serving);
  const begun =
    spec.namespace === old.spec.namespace ? `under the name ${spec.app}` : `in namespace ${spec.namespace}`;
  out.step(`Removing what was begun ${begun}; v${serving.number} goes on serving`);
  // Storage that is used in one place at a time made the old one let go first. And what both have in common would go
  // with the new one.
  await applySecrets(run, old);
  await freePending(run, old.spec);
  await applyManifest(run, old.spec, serving.manifest, `stay at v${serving.number}`, { takeOwnership });
  await removeObjects(run, [locationOf(spec)]);
  await applyMaintenance(run, app);
}
