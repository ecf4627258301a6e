import { helmFieldManager } from '../../helm/arguments.ts';
import type { ParsedManifest } from '../../helm/manifest.ts';
import { refuseTooLarge } from '../../helm/release-size.ts';
import { dryRunAll, refusalFailure } from '../../kube/dry-run.ts';
import type { KubeObject, Manifest } from '../../kube/types.ts';
import type { PreparedRun } from '../frame/deploy-run.ts';
import type { Plan } from '../plan/plan.ts';
import { checkOwners, type OwnershipCheck } from './check-owner.ts';
import { checkPolicy } from './check-policy.ts';
import { checkScope } from './check-scope.ts';
import { checkWorkloads } from './check-workloads.ts';
import { objectsOf } from './render.ts';
import { unchangedSinceAccepted } from './unchanged-since-accepted.ts';

/** A manifest that passed our own checks. The API server's dry run comes next. */
export interface CheckedManifest extends OwnershipCheck {
  objects: Manifest[];
}

/** Checks that a release stays in its namespace and writes only objects of its own. The namespace may be missing. */
export async function checkManifest(
  run: PreparedRun,
  plan: Plan,
  manifest: ParsedManifest,
): Promise<CheckedManifest> {
  refuseTooLarge({ manifest: manifest.text, values: plan.values });
  const all = objectsOf(manifest, plan.spec.namespace);
  checkWorkloads(plan.spec, all);
  const { located: objects, outside } = await checkScope(run, plan, all);
  await checkPolicy(run, plan, objects, outside);
  return { objects, ...(await checkOwners(run, plan, objects)) };
}

/** Asks the API server for all objects at once what it would refuse, before anything is changed. */
export async function dryRun(run: PreparedRun, plan: Plan, checked: CheckedManifest): Promise<void> {
  const kube = await run.kube();
  const later = coveredBySample(run, plan, checked);
  // Uses Helm's field manager, because Helm owns the fields: a field that the new manifest omits is removed.
  const ask = (some: KubeObject[]) =>
    dryRunAll(kube, some, { signal: run.signal, manager: helmFieldManager });
  const refusals = await ask(checked.objects.filter((object) => !later.has(object)));
  if (refusals.length === 0) return;
  refusals.push(...(await ask([...later])));
  throw refusalFailure(refusals, {
    what: `${refusals.length === 1 ? 'an object' : 'objects'} of the new release`,
    code: 'release.refused',
    hint: 'Correct app.json, the settings or the kustomize folder. The running version was not touched',
  });
}

/**
 * When only the code of an app changed, the cluster has accepted nearly all of its objects before. Of those, one object
 * of each kind is tried. The others are tried only when something is refused.
 */
function coveredBySample(
  run: PreparedRun,
  plan: Plan,
  { objects, present }: CheckedManifest,
): Set<KubeObject> {
  const several = [...Map.groupBy(objects, kindOf).values()].filter(({ length }) => length > 1);
  if (several.length === 0) return new Set();
  const accepted = unchangedSinceAccepted(run.facts, plan, several.flat()).filter((object) =>
    present.has(object),
  );
  return new Set([...Map.groupBy(accepted, kindOf).values()].flatMap(([, ...others]) => others));
}

function kindOf({ apiVersion, kind }: KubeObject): string {
  return `${apiVersion} ${kind}`;
}
