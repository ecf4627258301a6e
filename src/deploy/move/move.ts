import { type ApplyOptions, applyManifest, repairRelease } from '../apply/apply.ts';
import { applySecrets } from '../apply/secrets.ts';
import type { DeployRun } from '../frame/deploy-run.ts';
import { type Plan, planFromRecord } from '../plan/plan.ts';
import { applyMaintenance } from '../tasks/suspend-cron.ts';
import { isSameLocation, locationOf } from './release-location.ts';
import { removeNamespaces } from './remove-namespaces.ts';
import { removeObjects } from './remove-objects.ts';

// An app whose namespace or name changes is briefly in two locations. The new one is started beside the old one, then
// both get requests, and then the old one is removed. So no request is lost.

/** Reports that the namespace of the app will change, when it will. */
export function reportMove({ app, out }: DeployRun, { spec, movesFrom }: Plan): void {
  if (movesFrom && movesFrom.namespace !== spec.namespace)
    out.step(`Moving ${app} from namespace ${movesFrom.namespace} to ${spec.namespace}`);
}

/** Removes the app from every location but the one that it serves from now. */
export async function removeOldLocations(run: DeployRun, { spec }: Plan): Promise<void> {
  const location = locationOf(spec);
  await removeObjects(
    run,
    run.facts.locations.filter((each) => !isSameLocation(each, location)),
  );
  await removeNamespaces(
    run,
    run.facts.names,
    run.facts.locations.map(({ namespace }) => namespace).filter((each) => each !== spec.namespace),
  );
}

/**
 * Reverts a move: removes the partial rollout in the new location, and the old one serves as before. `options` are
 * those that the new release was applied with, if it was applied.
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
    spec.namespace === old.spec.namespace ? `the Helm release ${spec.app}` : `namespace ${spec.namespace}`;
  out.step(`Cleaning up ${partial}; v${serving.number} keeps serving`);
  // The old location released storage that only one location can use at a time. Objects that both locations share would
  // be deleted together with the new one.
  await applySecrets(run, old);
  await repairRelease(run, old.spec);
  await applyManifest(run, old, serving.manifest, `stay at v${serving.number}`, { takeOwnership });
  await removeObjects(run, [locationOf(spec)]);
  if (spec.namespace !== old.spec.namespace) await removeNamespaces(run, facts.names, [spec.namespace]);
  await applyMaintenance(run, app);
}
