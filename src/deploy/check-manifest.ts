import { Failure } from '../core/failure.ts';
import { helmFieldManager } from '../helm/arguments.ts';
import { refuseTooLarge } from '../helm/release-size.ts';
import { dryRunAll } from '../kube/many.ts';
import { describe } from '../kube/resources.ts';
import type { KubeObject } from '../kube/types.ts';
import { toValues } from '../release/values.ts';
import { checkOwners } from './check-owner.ts';
import { checkScope } from './check-scope.ts';
import type { Plan } from './plan.ts';
import { objectsOf } from './render.ts';
import type { Run } from './run.ts';

/** A manifest that may be applied as far as we can tell; what is left is to ask the API server. */
export interface CheckedManifest {
  objects: KubeObject[];
  /** Some of them are to be taken over from a place that the app leaves. */
  takeOwnership: boolean;
}

/** Sees that a release keeps to its place and to what is its own. Nothing has to be there for that. */
export async function checkManifest(run: Run, plan: Plan, manifest: string): Promise<CheckedManifest> {
  refuseTooLarge({ manifest, values: toValues(plan.spec) });
  const objects = await checkScope(run, plan, objectsOf(manifest, plan.spec.namespace));
  return { objects, ...(await checkOwners(run, plan, objects)) };
}

/** Asks the API server what it would refuse, all at once, while nothing has been changed yet. */
export async function dryRun(run: Run, { objects }: CheckedManifest): Promise<void> {
  // In Helm's name, whose fields they are: what it leaves out now is gone, and not merely ours no more.
  const refusals = await dryRunAll(await run.kube(), objects, {
    signal: run.signal,
    manager: helmFieldManager,
  });
  if (refusals.length === 0) return;
  throw new Failure(
    `The cluster refuses ${refusals.length === 1 ? 'an object' : 'objects'} of the new release`,
    {
      code: 'release.refused',
      details: refusals.map(({ ref, message }) => `${describe(ref)}: ${message}`),
      hint: 'Correct app.json, the settings or the kustomize folder. The running version was not touched',
    },
  );
}
