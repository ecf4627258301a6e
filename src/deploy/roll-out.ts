import { Cancelled, Failure, messageOf } from '../core/failure.ts';
import { announce } from './announce.ts';
import { applyPlan, watchPlan } from './apply.ts';
import type { Ingredients } from './ingredients.ts';
import type { Plan } from './plan.ts';
import { checkManifest, renderPlan } from './render.ts';
import { restorePrevious } from './restore.ts';
import type { Run } from './run.ts';
import { applySecrets } from './secrets.ts';
import { checkMounts, shapeVolumes } from './storage.ts';
import { beforeTasks } from './tasks.ts';
import { tidyUp } from './tidy-up.ts';

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
export async function rollOut(
  run: Run,
  plan: Plan,
  ingredients: Ingredients,
  notes: Notes,
  keep: () => void,
): Promise<void> {
  const { stages, store, app } = run;
  const { number } = plan.spec;
  const manifest = plan.manifest ?? (await stages.run('render', () => renderPlan(run, plan, ingredients)));
  await stages.run('check', async () => {
    await checkMounts(run);
    await applySecrets(run, plan);
    await checkManifest(run, plan, manifest);
  });
  await stages.run('tasks', () => beforeTasks(run, plan));
  run.lock.check();
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
    helmRevision = await stages.run('apply', () => applyPlan(run, plan, manifest));
    await stages.run('watch', () => watchPlan(run, plan));
  } catch (error) {
    const reason = run.out.redactor.redact(messageOf(error));
    const outcome = error instanceof Cancelled ? 'canceled' : 'failed';
    store.releases.finish(app, number, { outcome, reason, helmRevision, stages: stages.times });
    // Its pods may have got volumes, and may have written to them.
    await shapeVolumes({ ...run, kube: () => run.kube(), signal: AbortSignal.timeout(10_000) }, plan).catch(
      () => {},
    );
    throw (await restorePrevious(run, plan, error)) ? error : withWayBack(error, run);
  }
  store.transaction(() => {
    store.releases.finish(app, number, { outcome: 'succeeded', helmRevision, stages: stages.times });
    keep();
  });
  await tidyUp(run, plan);
  announce(run, plan);
}

/** Processes that came up before another one failed stay; who wants none of the new version is told how. */
function withWayBack(error: unknown, { store, app }: Run): unknown {
  const serving = store.releases.current(app);
  if (!(error instanceof Failure) || !serving) return error;
  const { message, code, details, exitStatus, cause } = error;
  const wayBack = `v${serving.number} goes on serving. Take back what was begun with: dokku releases:rollback ${app}`;
  return new Failure(message, { code, details, exitStatus, cause, hint: [...error.hint, wayBack] });
}
