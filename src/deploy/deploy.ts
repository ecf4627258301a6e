import { applyIssuerOf } from '../cluster/issuers.ts';
import { Cancelled, messageOf } from '../core/failure.ts';
import { type ParsedManifest, parseManifest } from '../helm/manifest.ts';
import { autoscalingLimits } from '../release/process/pod-limits.ts';
import { isStopped } from '../state/apps/stopped.ts';
import { applyManifest, applyPlan, watchPlan } from './apply/apply.ts';
import { prepareReleaseNamespace } from './apply/release-namespace.ts';
import { restorePrevious } from './apply/restore.ts';
import { restoreServingConfig } from './apply/restore-serving-config.ts';
import { applySecrets } from './apply/secrets.ts';
import { startManifest } from './apply/start-manifest.ts';
import { withServingHint } from './apply/still-serving.ts';
import { stoppedFirst } from './apply/stopped-first.ts';
import { withoutRoutes } from './apply/without-routes.ts';
import { mayHaveSeveralVersions, withoutScaleDown } from './apply/without-scale-down.ts';
import { type CheckedManifest, checkManifest, dryRun } from './check/check-manifest.ts';
import { checkMounts } from './check/mounts.ts';
import { renderPlan } from './check/render.ts';
import { reportCertificate } from './finish/certificate.ts';
import { finishDeploy } from './finish/finish-deploy.ts';
import { printSummary } from './finish/print-summary.ts';
import { reconcileVolumesOfFailed } from './finish/reconcile-volumes.ts';
import type { DeployRun } from './frame/deploy-run.ts';
import { copyCertificate } from './move/copy-certificate.ts';
import { reportMove } from './move/move.ts';
import type { Plan } from './plan/plan.ts';
import type { ReleaseInputs } from './plan/release-inputs.ts';
import { beforeTasks } from './tasks/tasks.ts';

/** The source of a release, as its record keeps it. */
export interface ReleaseOrigin {
  description: string;
  commit?: string;
  /** The new source of the app's code, when this release changes the source. */
  source?: { kind: string; metadata: string };
}

/**
 * Rolls out a plan and waits until the new version serves. Before `apply` nothing that runs is changed. From `apply`
 * on, a record keeps how the release ended, in every case. `onSuccess` stores what is valid once the release serves, in
 * one transaction with the record.
 */
export async function deployPlan(
  run: DeployRun,
  plan: Plan,
  inputs: ReleaseInputs,
  origin: ReleaseOrigin,
  onSuccess: () => void,
): Promise<void> {
  const { stages, store, app } = run;
  const { number } = plan.spec;
  const manifest =
    plan.manifest === undefined
      ? await stages.run('render', () => renderPlan(run, plan, inputs))
      : parseManifest(plan.manifest);
  const checked = await stages.run('check', async () => {
    await checkMounts(run);
    const result = await checkManifest(run, plan, manifest);
    await applyIssuerOf(run, plan.spec);
    return result;
  });
  reportMove(run, plan);
  await stages.run('check', () => prepareReleaseNamespace(run, plan));
  await prepareRollout(run, plan, checked);
  store.releases.begin(
    {
      app,
      number,
      build: run.build,
      createdAt: Date.now(),
      description: origin.description,
      author: run.actor.name,
      commit: origin.commit,
      image: JSON.stringify(inputs.image),
      configHash: plan.spec.config.hash,
      appSpec: JSON.stringify(inputs.appSpec),
      spec: JSON.stringify(plan.spec),
      kustomize: JSON.stringify(inputs.kustomize),
      manifest: manifest.text,
    },
    plan.config,
  );
  const { takeOwnership } = checked;
  const start = await manifestToStart(run, plan, manifest);
  let helmRevision: number | undefined;
  try {
    helmRevision = await stages.run('apply', () => applyPlan(run, plan, start.text, checked));
    await stages.run('watch', () => watchPlan(run, plan, manifest.objects));
    if (start !== manifest) {
      helmRevision = await stages.run('apply', () =>
        applyManifest(run, plan, manifest.text, `v${number} (routes, schedules and final scale)`, {
          takeOwnership,
        }),
      );
      if (isRescaled(start, manifest))
        await stages.run('watch', () => watchPlan(run, plan, manifest.objects));
    }
  } catch (error) {
    const reason = run.out.redactor.redact(messageOf(error));
    const outcome = error instanceof Cancelled ? 'canceled' : 'failed';
    store.releases.finish(app, number, { outcome, reason, helmRevision, stages: stages.times });
    if (helmRevision !== undefined) await reportCertificate(run, plan);
    await reconcileVolumesOfFailed(run, plan);
    const serving = isStopped(run.facts.properties, app) ? undefined : run.facts.serving;
    const stopped = serving ? stoppedFirst(serving.manifest(), start, plan.spec.namespace) : [];
    const isApplied = helmRevision !== undefined;
    if (await restorePrevious(run, plan, error, { takeOwnership, stopped, isApplied })) throw error;
    await restoreServingConfig(run, plan, start);
    throw await withServingHint(run, plan, error);
  }
  store.transaction(() => {
    store.releases.finish(app, number, { outcome: 'succeeded', helmRevision, stages: stages.times });
    onSuccess();
    store.scale.setMaxPods(app, autoscalingLimits(plan.spec.processes));
  });
  await finishDeploy(run, plan);
  printSummary(run, plan);
  await reportCertificate(run, plan);
}

/** Applies what the new version needs, and runs the tasks that precede it. */
async function prepareRollout(run: DeployRun, plan: Plan, checked: CheckedManifest): Promise<void> {
  const { stages } = run;
  try {
    await stages.run('check', async () => {
      const isNamespaceKnown = run.facts.serving !== undefined && !plan.movesFrom;
      const secrets = applySecrets(run, plan, { checked: true });
      // A dry run of objects needs their namespace.
      if (!isNamespaceKnown) await secrets;
      await copyCertificate(run, plan);
      await Promise.all([secrets, dryRun(run, plan, checked)]);
    });
    await stages.run('tasks', () => beforeTasks(run, plan));
    run.lock.check();
  } catch (error) {
    // No later deploy would remove the Secrets from a namespace that the app never served from.
    if (plan.movesFrom) await restorePrevious(run, plan, error);
    throw error;
  }
}

/**
 * The manifest to apply first. What serves keeps its routes, schedules and configuration until the new version serves.
 * A new location gets no requests before. No process loses pods that may be the only serving ones.
 */
async function manifestToStart(
  run: DeployRun,
  plan: Plan,
  manifest: ParsedManifest,
): Promise<ParsedManifest> {
  const { serving, properties } = run.facts;
  if (plan.movesFrom) return withoutRoutes(manifest);
  if (!serving || isStopped(properties, run.app)) return manifest;
  const start = startManifest(serving.manifest(), manifest, plan.spec.namespace);
  return mayHaveSeveralVersions(run.facts) ? withoutScaleDown(run, plan.spec, start) : start;
}

/** Whether the complete manifest changes Deployments that have been started. */
function isRescaled(start: ParsedManifest, manifest: ParsedManifest): boolean {
  return manifest.objects.some((object) => object.kind === 'Deployment' && !start.objects.includes(object));
}
