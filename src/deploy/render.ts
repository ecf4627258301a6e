import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { Failure } from '../core/failure.ts';
import { helmFieldManager } from '../helm/arguments.ts';
import { refuseTooLarge } from '../helm/release-size.ts';
import { renderManifest } from '../helm/render.ts';
import { dryRunAll } from '../kube/many.ts';
import { describe } from '../kube/resources.ts';
import type { KubeObject } from '../kube/types.ts';
import { toValues } from '../release/values.ts';
import { helmOf } from './cluster.ts';
import { writeFolder } from './folder.ts';
import type { Ingredients } from './ingredients.ts';
import type { Plan } from './plan.ts';
import type { Run } from './run.ts';

/** The final manifest of a plan: chart, values, and the repository's kustomize folder. */
export async function renderPlan(run: Run, { spec }: Plan, { kustomize }: Ingredients): Promise<string> {
  const customised = Object.keys(kustomize).length > 0;
  const kustomizeDir = customised ? join(run.work.path, 'kustomize-folder') : undefined;
  if (kustomizeDir) {
    run.out.detail(`Customising the chart with ${spec.deploy.kustomize?.path}`);
    await writeFolder(kustomizeDir, kustomize);
  }
  const input = {
    release: spec.app,
    namespace: spec.namespace,
    values: toValues(spec),
    kustomizeDir,
    workDir: join(run.work.path, 'chart'),
  };
  return renderManifest(helmOf(run), input, { signal: run.signal });
}

/** Asks the API server what it would refuse, all at once, while nothing has been changed yet; Helm has a limit too. */
export async function checkManifest(run: Run, { spec }: Plan, manifest: string): Promise<void> {
  refuseTooLarge({ manifest, values: toValues(spec) });
  // In Helm's name, whose fields they are: what it leaves out now is gone, and not merely ours no more.
  const refusals = await dryRunAll(await run.kube(), objectsOf(manifest, spec.namespace), {
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

export function objectsOf(manifest: string, namespace: string): KubeObject[] {
  const objects = parseAllDocuments(manifest).map((document) => document.toJS() as KubeObject | null);
  return objects
    .filter((object) => object !== null)
    .map((object) => ({ ...object, metadata: { namespace, ...object.metadata } }));
}
