import { revisionVariable } from '../git/revision-variable.ts';
import type { AppEnv } from '../release/config/app-env.ts';
import { formationOwnsScale } from '../release/process/scale.ts';
import { deployPlan, type Notes } from './deploy.ts';
import type { DeployRun } from './frame/deploy-run.ts';
import { keepAppEnv, readAppEnv, reportAppEnv } from './plan/app-env.ts';
import type { Ingredients } from './plan/ingredients.ts';
import { type Plan, planRelease } from './plan/plan.ts';

/** From ingredients to a serving release, with today's settings. */
export async function deployIngredients(
  run: DeployRun,
  ingredients: Ingredients,
  notes: Notes,
): Promise<void> {
  const { store, app } = run;
  const { plan, env, revision } = await planIngredients(run, ingredients, notes);
  await deployPlan(run, plan, ingredients, notes, () => {
    if (env) keepAppEnv(run, env);
    store.config.set(app, revision);
    if (notes.source) store.apps.setDeploySource(app, notes.source.kind, notes.source.metadata);
    rememberScale(run, ingredients, plan);
    // A stopped app runs again from here on.
    store.properties.unset(app, 'ps', 'restore');
  });
}

/** The plan of a release, and the variables that its source brings: they are kept when it serves. */
export async function planIngredients(run: DeployRun, ingredients: Ingredients, notes: Notes) {
  const revision = revisionOf(run, notes.commit);
  const env = envOf(run, ingredients, notes);
  const plan = await run.stages.run('resolve', () =>
    planRelease(run, ingredients, { ...env?.values, ...revision }),
  );
  return { plan, env, revision };
}

/** What app.json says counts when it comes anew from its source, and not when the present release is restarted. */
function envOf(run: DeployRun, { appSpec }: Ingredients, { source }: Notes): AppEnv | undefined {
  if (!source) return undefined;
  const env = readAppEnv(run, appSpec);
  reportAppEnv(run, env);
  return env;
}

/** What app.json says about quantities outlives it, and process types that are new get a row of their own. */
function rememberScale({ store, app }: DeployRun, { appSpec }: Ingredients, { spec }: Plan): void {
  const stored = store.scale.all(app);
  const owned = formationOwnsScale(appSpec.formation);
  const told = spec.processes.filter(({ name }) => owned || stored[name] === undefined);
  store.scale.set(app, Object.fromEntries(told.map(({ name, replicas }) => [name, replicas])));
}

/** The commit under the name that the app knows it by; nothing when that is switched off or there is no commit. */
function revisionOf({ store, app }: DeployRun, commit: string | undefined): Record<string, string> {
  const name = revisionVariable(store, app);
  return commit && name ? { [name]: commit } : {};
}
