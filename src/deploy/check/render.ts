import { join } from 'node:path';
import { helmOf } from '../../cluster/access.ts';
import { parseManifest } from '../../helm/manifest.ts';
import { renderManifest } from '../../helm/render.ts';
import type { KubeObject } from '../../kube/types.ts';
import { toValues } from '../../release/values.ts';
import type { DeployRun } from '../frame/deploy-run.ts';
import type { Ingredients } from '../plan/ingredients.ts';
import { writeFolder } from '../plan/kustomize-folder.ts';
import type { Plan } from '../plan/plan.ts';

/** The final manifest of a plan: chart, values, and the repository's kustomize folder. */
export async function renderPlan(
  run: DeployRun,
  { spec }: Plan,
  { kustomize }: Ingredients,
): Promise<string> {
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

/** The objects of a manifest; those that name no namespace are in that of the release. */
export function objectsOf(manifest: string, namespace: string): KubeObject[] {
  return parseManifest(manifest).map(({ metadata, ...rest }) => ({
    ...rest,
    metadata: { ...metadata, namespace: metadata.namespace || namespace },
  }));
}
