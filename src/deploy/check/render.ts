import { join } from 'node:path';
import { type ParsedManifest, parseManifest } from '../../helm/manifest.ts';
import { renderManifest } from '../../helm/render.ts';
import type { KubeObject } from '../../kube/types.ts';
import type { PreparedRun } from '../frame/deploy-run.ts';
import type { Ingredients } from '../plan/ingredients.ts';
import { writeFolder } from '../plan/kustomize-folder.ts';
import type { Plan } from '../plan/plan.ts';

/** The final manifest of a plan: chart, values, and the repository's kustomize folder. */
export async function renderPlan(
  run: PreparedRun,
  { spec, values }: Plan,
  { kustomize }: Ingredients,
): Promise<ParsedManifest> {
  const customised = Object.keys(kustomize).length > 0;
  const kustomizeDir = customised ? join(run.work.path, 'kustomize-folder') : undefined;
  if (kustomizeDir) {
    run.out.detail(`Customising the chart with ${spec.deploy.kustomize?.path}`);
    await writeFolder(kustomizeDir, kustomize);
  }
  const input = {
    release: spec.app,
    namespace: spec.namespace,
    values,
    kustomizeDir,
    workDir: join(run.work.path, 'chart'),
  };
  return parseManifest(await renderManifest(run.facts.helm, input, { signal: run.signal }));
}

/** The objects of a manifest; those that name no namespace are in that of the release. */
export function objectsOf({ objects }: ParsedManifest, namespace: string): KubeObject[] {
  return objects.map(({ metadata, ...rest }) => ({
    ...rest,
    metadata: { ...metadata, namespace: metadata.namespace || namespace },
  }));
}
