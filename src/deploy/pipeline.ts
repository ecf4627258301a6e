import { formationOwnsScale } from '../release/process/scale.ts';
import { revisionVariable } from '../release/settings/revision-variable.ts';
import { unmarkStopped } from '../state/apps/stopped.ts';
import { deployPlan, type Notes } from './deploy.ts';
import type { DeployRun, PreparedRun } from './frame/deploy-run.ts';
import { keepAppEnv, reportAppEnv } from './plan/app-env.ts';
import type { Ingredients } from './plan/ingredients.ts';
import { type Draft, draftRelease, type Plan, planRelease } from './plan/plan.ts';

/** From ingredients to a serving release. `draft`: what was decided about the release before its image was built. */
export async function deployIngredients(
  run: DeployRun,
  ingredients: Ingredients,
  notes: Notes,
  draft: Draft = draftOf(run, ingredients, notes),
): Promise<void> {
  const { store, app } = run;
  const revision = revisionOf(run, notes.commit);
  const plan = await planIngredients(run, ingredients, notes, draft);
  await deployPlan(run, plan, ingredients, notes, () => {
    if (draft.env) keepAppEnv(run, draft.env);
    store.config.set(app, revision);
    if (notes.source) store.apps.setDeploySource(app, notes.source.kind, notes.source.metadata);
    rememberScale(run, ingredients, plan);
    unmarkStopped(store, app);
  });
}

/** The plan of a release with today's settings. */
export function planIngredients(
  run: PreparedRun,
  { image, ...rest }: Ingredients,
  notes: Notes,
  draft: Draft = draftOf(run, { image, ...rest }, notes),
): Promise<Plan> {
  if (draft.env) reportAppEnv(run, draft.env);
  return run.stages.run('resolve', () => planRelease(run, draft, image, revisionOf(run, notes.commit)));
}

function draftOf(run: PreparedRun, { appSpec }: Ingredients, { source }: Notes): Draft {
  return draftRelease(run, appSpec, { fromSource: source !== undefined });
}

/**
 * Keeps the quantities of app.json, so that they also apply when app.json later has none. Adds rows for new process
 * types.
 */
function rememberScale({ store, app }: DeployRun, { appSpec }: Ingredients, { spec }: Plan): void {
  const stored = store.scale.all(app);
  const owned = formationOwnsScale(appSpec.formation);
  const decided = spec.processes.filter(({ name, replicas }) =>
    owned ? stored[name] !== replicas : stored[name] === undefined,
  );
  store.scale.set(app, Object.fromEntries(decided.map(({ name, replicas }) => [name, replicas])));
}

/** The commit, under the variable that the app reads. Empty when the variable is switched off or there is no commit. */
export function revisionOf({ app, facts }: PreparedRun, commit: string | undefined): Record<string, string> {
  const name = revisionVariable(facts.properties, app);
  return commit && name ? { [name]: commit } : {};
}
