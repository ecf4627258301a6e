import { Cancelled, Failure, messageOf } from '../core/failure.ts';
import { applyManifest, applyPlan, watchPlan } from './apply/apply.ts';
import { keepPods } from './apply/keep-pods.ts';
import { restorePrevious } from './apply/restore.ts';
import { applySecrets } from './apply/secrets.ts';
import { withoutRoutes } from './apply/without-routes.ts';
import { prepareCertificate, reportCertificate } from './check/certificate.ts';
import { type CheckedManifest, checkManifest, dryRun } from './check/check-manifest.ts';
import { renderPlan } from './check/render.ts';
import { announce } from './finish/announce.ts';
import { checkMounts, reconcileVolumesOfFailed } from './finish/storage.ts';
import { tidyUp } from './finish/tidy-up.ts';
import type { DeployRun } from './frame/deploy-run.ts';
import { carryCertificate } from './move/carry-certificate.ts';
import { reportMove } from './move/move.ts';
import { currentReleaseIfElsewhere } from './move/release-location.ts';
import type { Ingredients } from './plan/ingredients.ts';
import type { Plan } from './plan/plan.ts';
import { beforeTasks } from './tasks/tasks.ts';

/** What the record of a release says besides what it is. */
export interface Notes {
  description: string;
  commit?: string;
  /** Where the app's code comes from, when this release changes that. */
  source?: { kind: string; metadata: string };
}

/**
 * Brings a plan to the cluster and sees that it serves. Until `apply` nothing that runs is touched; from then on a
 * record says how it ended, whatever way it ends. `keep` stores what holds from the moment it serves: with the record,
 * or not at all.
 */
export async function deployPlan(
  run: DeployRun,
  plan: Plan,
  ingredients: Ingredients,
  notes: Notes,
  keep: () => void,
): Promise<void> {
  const { stages, store, app } = run;
  const { number } = plan.spec;
  const manifest = plan.manifest ?? (await stages.run('render', () => renderPlan(run, plan, ingredients)));
  const checked = await stages.run('check', async () => {
    await checkMounts(run);
    await prepareCertificate(run, plan);
    return checkManifest(run, plan, manifest);
  });
  reportMove(run, plan);
  await prepare(run, plan, checked);
  store.releases.begin(
    {
      app,
      number,
      build: run.build,
      createdAt: Date.now(),
      description: notes.description,
      author: run.actor.name,
      commit: notes.commit,
      image: JSON.stringify(ingredients.image),
      configHash: plan.spec.config.hash,
      appSpec: JSON.stringify(ingredients.appSpec),
      spec: JSON.stringify(plan.spec),
      kustomize: JSON.stringify(ingredients.kustomize),
      manifest,
    },
    plan.config,
  );
  let helmRevision: number | undefined;
  try {
    // Requests go to the old place until the new one can take them.
    const first = currentReleaseIfElsewhere(store, app, plan.spec)
      ? withoutRoutes(manifest)
      : await keepPods(run, plan.spec, manifest);
    helmRevision = await stages.run('apply', () => applyPlan(run, plan, first, checked));
    await stages.run('watch', () => watchPlan(run, plan));
    if (first !== manifest) {
      helmRevision = await stages.run('apply', () =>
        applyManifest(run, plan.spec, manifest, `v${number}, the whole of it`, checked),
      );
      await stages.run('watch', () => watchPlan(run, plan));
    }
  } catch (error) {
    const reason = run.out.redactor.redact(messageOf(error));
    const outcome = error instanceof Cancelled ? 'canceled' : 'failed';
    store.releases.finish(app, number, { outcome, reason, helmRevision, stages: stages.times });
    if (helmRevision !== undefined) await reportCertificate(run, plan);
    await reconcileVolumesOfFailed(run, plan);
    throw (await restorePrevious(run, plan, error, checked)) ? error : withRollbackHint(error, run);
  }
  store.transaction(() => {
    store.releases.finish(app, number, { outcome: 'succeeded', helmRevision, stages: stages.times });
    keep();
  });
  await tidyUp(run, plan);
  announce(run, plan);
  await reportCertificate(run, plan);
}

/** Brings what must be there before the new version, and runs what must run before it. */
async function prepare(run: DeployRun, plan: Plan, checked: CheckedManifest): Promise<void> {
  const { stages, store, app } = run;
  try {
    await stages.run('check', async () => {
      await applySecrets(run, plan);
      await carryCertificate(run, plan);
      await dryRun(run, plan, checked);
    });
    await stages.run('tasks', () => beforeTasks(run, plan));
    run.lock.check();
  } catch (error) {
    // Nobody would find the Secrets in a namespace that the app never served from.
    if (currentReleaseIfElsewhere(store, app, plan.spec)) await restorePrevious(run, plan, error);
    throw error;
  }
}

/** Processes that came up before another one failed stay; who wants none of the new version is told how. */
function withRollbackHint(error: unknown, { store, app }: DeployRun): unknown {
  const serving = store.releases.current(app);
  if (!(error instanceof Failure) || !serving) return error;
  const { message, code, details, exitStatus, cause } = error;
  const wayBack = `v${serving.number} goes on serving. Take back what was begun with: dokku releases:rollback ${app}`;
  return new Failure(message, { code, details, exitStatus, cause, hint: [...error.hint, wayBack] });
}
