import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAppSpec } from '../../src/appspec/read.ts';
import { environmentFrom } from '../../src/core/environment.ts';
import { renderApp } from '../../src/deploy/check/render.ts';
import type { DeployFacts } from '../../src/deploy/frame/facts.ts';
import { readFolder } from '../../src/deploy/plan/kustomize-folder.ts';
import type { WorkFolder } from '../../src/exec/work-folder.ts';
import { helmContext } from '../../src/helm/context.ts';
import type { ClusterFacts, ReleaseImage } from '../../src/release/context.ts';
import { resolve } from '../../src/release/resolve.ts';
import { defaultSettings, type ReleaseSettings } from '../../src/release/settings/settings.ts';
import { toValues } from '../../src/release/values.ts';
import { type CaseJob, renderJobs } from './render-jobs.ts';

/** settings.json of a case; every field has a default. */
interface CaseSettings {
  app?: string;
  settings?: Partial<ReleaseSettings>;
  image?: Partial<ReleaseImage>;
  config?: Record<string, string>;
  registryCredentials?: boolean;
  cluster?: ClusterFacts;
  /** Warnings that the release must have, in order. */
  warnings?: string[];
  /** Jobs of the release, rendered instead of its objects. */
  jobs?: CaseJob[];
}

const image: ReleaseImage = {
  reference: `registry.example.com/apps/sample@sha256:${'0123456789abcdef'.repeat(4)}`,
  kind: 'dockerfile',
  workingDir: '/app',
  exposedPorts: [],
};

/** Returns the manifest of a case, as rendered by the real helm and kustomize. */
export async function renderCase(folder: string, workDir: string): Promise<string> {
  const given: CaseSettings = JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'));
  const app = given.app ?? 'sample';
  const settings = { ...defaultSettings, ...given.settings };
  const repo = join(folder, 'repo');
  const appSpec = await readAppSpec(repo, { app, kustomizePath: settings.kustomizeRootPath });
  const spec = resolve({
    app,
    number: 7,
    deploymentId: '1767225600',
    appSpec,
    settings,
    image: { ...image, ...given.image },
    config: given.config ?? {},
    registryCredentials: given.registryCredentials ?? false,
    cluster: given.cluster,
  });
  compareWarnings(spec.warnings, given.warnings ?? []);
  if (given.jobs) return renderJobs(spec, given.jobs);
  const installation = join(import.meta.dirname, '..', '..');
  const environment = environmentFrom({ DOKKU_ROOT: join(workDir, 'root') }, installation);
  const run = {
    work: { path: workDir } as WorkFolder,
    facts: { helm: helmContext(environment, { kubeconfig: '', kubeContext: '' }), settings } as DeployFacts,
    signal: new AbortController().signal,
  };
  const kustomize = spec.deploy.kustomize ? await readFolder(join(repo, spec.deploy.kustomize.path)) : {};
  return (await renderApp(run, { spec, values: toValues(spec) }, { kustomize, name: 'chart' })).text;
}

function compareWarnings(given: string[], expected: string[]): void {
  if (JSON.stringify(given) !== JSON.stringify(expected)) {
    throw new Error(
      `Warnings are ${JSON.stringify(given, undefined, 2)}, expected ${JSON.stringify(expected, undefined, 2)}`,
    );
  }
}
