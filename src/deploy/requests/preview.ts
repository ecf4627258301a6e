import pMap from 'p-map';
import { selectorOf } from '../../core/labels.ts';
import type { Manifest } from '../../kube/types.ts';
import { type ObjectChange, previewObjects } from '../../release/preview.ts';
import { isAppSecret } from '../apply/app-secrets.ts';
import { checkManifest, dryRun } from '../check/check-manifest.ts';
import { objectsOf, renderPlan } from '../check/render.ts';
import type { ReleaseOrigin } from '../deploy.ts';
import type { DeployContext } from '../frame/context.ts';
import { type PreparedRun, runPreview } from '../frame/deploy-run.ts';
import type { DeployFacts } from '../frame/facts.ts';
import { planFromInputs } from '../pipeline.ts';
import type { Draft } from '../plan/plan.ts';
import { currentRelease, inputsFromRecord, type ReleaseInputs } from '../plan/release-inputs.ts';
import { fromCommit, type Push } from './push.ts';

export interface PreviewOptions {
  /** Context lines around each change. */
  context?: number;
}

/** What a restart would change: the present code with the current settings. */
export async function previewRestart(
  context: DeployContext,
  app: string,
  options: PreviewOptions,
): Promise<ObjectChange[]> {
  const record = currentRelease(context.store, app);
  return runPreview(context, app, (run) =>
    preview(run, inputsFromRecord(record), { description: 'Preview', commit: record.commit }, options),
  );
}

/** What a push would change. Its image is built and kept, as the push itself would do. */
export async function previewPush(context: DeployContext, push: Push): Promise<ObjectChange[]> {
  const { app, newRev } = push;
  return runPreview(context, app, async (run) => {
    const { inputs, draft } = await fromCommit(run, push);
    const source = { kind: 'git-push', metadata: newRev };
    return preview(run, inputs, { description: 'Preview', commit: newRev, source }, {}, draft);
  });
}

async function preview(
  run: PreparedRun,
  inputs: ReleaseInputs,
  origin: ReleaseOrigin,
  options: PreviewOptions,
  draft?: Draft,
): Promise<ObjectChange[]> {
  const plan = await planFromInputs(run, inputs, origin, draft);
  const manifest = await renderPlan(run, plan, inputs);
  const { namespace } = plan.spec;
  const kube = await run.kube();
  const present = await kube.get(
    { apiVersion: 'v1', kind: 'Namespace', name: namespace },
    { signal: run.signal },
  );
  const checked = await checkManifest(run, plan, manifest);
  // A dry run needs the namespace, which the first deploy creates.
  if (present) await dryRun(run, plan, checked);
  const secrets = [plan.secrets.config, ...plan.secrets.others];
  const before = [...manifestBefore(run.facts), ...(await secretsBefore(run, namespace, secrets))];
  return previewObjects(before, [...objectsOf(manifest, namespace), ...secrets], options);
}

function manifestBefore({ serving }: DeployFacts): Manifest[] {
  if (!serving) return [];
  return objectsOf(serving.manifest(), serving.spec.namespace);
}

/**
 * The Secrets outside the chart, as the cluster has them: the config Secret of the serving release, and the others that
 * the release writes or would remove.
 */
async function secretsBefore(
  { kube, facts, app, signal }: PreparedRun,
  namespace: string,
  after: readonly Manifest[],
): Promise<Manifest[]> {
  const serving = facts.serving?.spec;
  const config = serving?.config.secretName;
  const written = new Set(after.map(({ metadata }) => metadata.name));
  // An app that moves leaves its present Secrets behind.
  const namespaces = new Set([serving?.namespace ?? namespace, namespace]);
  const kind = { apiVersion: 'v1', kind: 'Secret', labelSelector: selectorOf(app) };
  const connected = await kube();
  const found = await pMap(
    [...namespaces],
    (each) => connected.list<Manifest>({ ...kind, namespace: each }, { signal }),
    { concurrency: 2 },
  );
  return found
    .flat()
    .filter(({ metadata: { name } }) => name === config || written.has(name) || isAppSecret(app, name))
    .map(({ metadata, ...rest }) => ({
      ...rest,
      // Fields that the server adds are not a change.
      metadata: {
        name: metadata.name,
        namespace: metadata.namespace,
        labels: metadata.labels,
        annotations: metadata.annotations,
      },
    }));
}
