import { join } from 'node:path';
import { mapObjects, type ParsedManifest, parseManifest } from '../../helm/manifest.ts';
import { renderManifest } from '../../helm/render.ts';
import type { Manifest } from '../../kube/types.ts';
import { withPodDefaults } from '../../release/policy/pod-defaults.ts';
import type { PreparedRun } from '../frame/deploy-run.ts';
import { writeFolder } from '../plan/kustomize-folder.ts';
import type { Plan } from '../plan/plan.ts';
import type { ReleaseInputs } from '../plan/release-inputs.ts';

/** The final manifest of a plan: chart, values, and the repository's kustomize folder. */
export async function renderPlan(
  run: PreparedRun,
  plan: Plan,
  { kustomize }: Pick<ReleaseInputs, 'kustomize'>,
): Promise<ParsedManifest> {
  if (isCustomised(kustomize))
    run.out.detail(`Customising the chart with ${plan.spec.deploy.kustomize?.path}`);
  return (await plan.rendered?.manifestFor(plan)) ?? renderApp(run, plan, { kustomize, name: 'chart' });
}

/** `name` is the name of the folder in which Helm and Kustomize work. */
export async function renderApp(
  run: Pick<PreparedRun, 'work' | 'facts' | 'signal'>,
  { spec, values }: Pick<Plan, 'spec' | 'values'>,
  { kustomize, name }: Pick<ReleaseInputs, 'kustomize'> & { name: string },
): Promise<ParsedManifest> {
  const workDir = join(run.work.path, name);
  const kustomizeDir = isCustomised(kustomize) ? join(workDir, 'from-repository') : undefined;
  if (kustomizeDir) await writeFolder(kustomizeDir, kustomize);
  const input = { release: spec.app, namespace: spec.namespace, values, kustomizeDir, workDir };
  const manifest = parseManifest(await renderManifest(run.facts.helm, input, { signal: run.signal }));
  if (!kustomizeDir) return manifest;
  const token = run.facts.settings.serviceAccountToken === 'true';
  return mapObjects(manifest, (object) => withPodDefaults(object, { token }));
}

function isCustomised(kustomize: ReleaseInputs['kustomize']): boolean {
  return Object.keys(kustomize).length > 0;
}

/** The objects of a manifest. Objects without a namespace get that of the release. */
export function objectsOf({ objects }: ParsedManifest, namespace: string): Manifest[] {
  return objects.map(({ metadata, ...rest }) => ({
    ...rest,
    metadata: { ...metadata, namespace: metadata.namespace || namespace },
  }));
}
