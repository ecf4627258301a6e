import pMap from 'p-map';
import { sortableId } from '../../core/ids.ts';
import { selectorOf } from '../../core/labels.ts';
import { openWorkFolder } from '../../exec/work-folder.ts';
import type { Manifest } from '../../kube/types.ts';
import { configSecretManifest } from '../../release/config/config-secret.ts';
import { type ObjectChange, previewObjects } from '../../release/preview.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import { appSecrets, isAppSecret } from '../apply/app-secrets.ts';
import { checkManifest, dryRun } from '../check/check-manifest.ts';
import { objectsOf, renderPlan } from '../check/render.ts';
import type { Notes } from '../deploy.ts';
import type { DeployContext } from '../frame/context.ts';
import type { DeployRun, DeployTask } from '../frame/deploy-run.ts';
import { hideSecrets } from '../frame/hide-secrets.ts';
import { Stages } from '../frame/stages.ts';
import { planIngredients } from '../pipeline.ts';
import { currentRelease, type Ingredients, ingredientsOf } from '../plan/ingredients.ts';
import type { Plan } from '../plan/plan.ts';
import { fromCommit, type Push } from './push.ts';

export interface PreviewOptions {
  /** Lines around each change. */
  context?: number;
}

/** What a restart would change: the present code with today's settings. */
export async function previewRestart(
  context: DeployContext,
  app: string,
  options: PreviewOptions,
): Promise<ObjectChange[]> {
  const record = currentRelease(context.store, app);
  return inScratch(context, { app, purpose: 'preview', kind: 'deploy' }, (run) =>
    preview(run, ingredientsOf(record), { description: 'Preview', commit: record.commit }, options),
  );
}

/** What a push would change. Its image is built, as the push itself would, and kept for it. */
export async function previewPush(context: DeployContext, push: Push): Promise<ObjectChange[]> {
  const { app, newRev } = push;
  return inScratch(context, { app, purpose: 'preview', kind: 'build', commit: newRev }, async (run) => {
    const ingredients = await fromCommit(run, push);
    const source = { kind: 'git-push', metadata: newRev };
    return preview(run, ingredients, { description: 'Preview', commit: newRev, source }, {});
  });
}

async function preview(
  run: DeployRun,
  ingredients: Ingredients,
  notes: Notes,
  options: PreviewOptions,
): Promise<ObjectChange[]> {
  const { plan } = await planIngredients(run, ingredients, notes);
  const manifest = await renderPlan(run, plan, ingredients);
  const { namespace } = plan.spec;
  const kube = await run.kube();
  const present = await kube.get(
    { apiVersion: 'v1', kind: 'Namespace', name: namespace },
    { signal: run.signal },
  );
  const checked = await checkManifest(run, plan, manifest);
  // Without its namespace nothing more can be asked of the server; the first deploy makes it.
  if (present) await dryRun(run, plan, checked);
  const secrets = secretsAfter(run, plan);
  const before = [...manifestBefore(run), ...(await secretsBefore(run, namespace, secrets))];
  return previewObjects(before, [...(objectsOf(manifest, namespace) as Manifest[]), ...secrets], options);
}

function manifestBefore({ store, app }: DeployRun): Manifest[] {
  const record = store.releases.current(app);
  if (!record) return [];
  const { namespace } = JSON.parse(record.spec) as ReleaseSpec;
  return objectsOf(record.manifest, namespace) as Manifest[];
}

function secretsAfter({ store }: DeployRun, plan: Plan): Manifest[] {
  return [configSecretManifest(plan.spec, plan.config), ...appSecrets(store, plan)];
}

/**
 * The Secrets beside the chart, as the cluster has them: of config the one that serves, and of the others those that
 * the release writes or would remove.
 */
async function secretsBefore(
  { kube, store, app, signal }: DeployRun,
  namespace: string,
  after: readonly Manifest[],
): Promise<Manifest[]> {
  const record = store.releases.current(app);
  const serving: ReleaseSpec | undefined = record && JSON.parse(record.spec);
  const config = serving?.config.secretName;
  const written = new Set(after.map(({ metadata }) => metadata.name));
  // An app that moves leaves those that it has.
  const namespaces = new Set([serving?.namespace ?? namespace, namespace]);
  const kind = { apiVersion: 'v1', kind: 'Secret', labelSelector: selectorOf(app) };
  const connected = await kube();
  const found = await pMap(
    [...namespaces],
    (each) => connected.list({ ...kind, namespace: each }, { signal }),
    { concurrency: 2 },
  );
  return found
    .flat()
    .filter(({ metadata: { name } }) => name === config || written.has(name) || isAppSecret(app, name))
    .map(({ metadata, ...rest }) => ({
      ...rest,
      // What the server adds is nobody's change.
      metadata: {
        name: metadata.name,
        namespace: metadata.namespace,
        labels: metadata.labels,
        annotations: metadata.annotations,
      },
    })) as Manifest[];
}

/** Like a deploy, but without its lock, its record and its log: nothing is changed. */
async function inScratch<T>(
  context: DeployContext,
  task: DeployTask,
  body: (run: DeployRun) => Promise<T>,
): Promise<T> {
  const build = sortableId();
  using work = openWorkFolder(context.environment, build);
  const stages = new Stages(context.out, context.signal);
  const lock = { check: () => {}, lost: new AbortController().signal };
  hideSecrets(context.out, context.store.config.merged(task.app));
  return await body({
    ...context,
    kube: () => context.kube(),
    app: task.app,
    build,
    task,
    stages,
    lock,
    work,
    told: new Set(),
  });
}
