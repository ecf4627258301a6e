import { formationOwnsScale } from '../release/process/scale.ts';
import { revisionVariable } from '../release/settings/revision-variable.ts';
import { unmarkStopped } from '../state/apps/stopped.ts';
import { deployPlan, type ReleaseOrigin } from './deploy.ts';
import type { DeployRun, PreparedRun } from './frame/deploy-run.ts';
import { keepAppEnv, reportAppEnv } from './plan/app-env.ts';
import { type Draft, draftRelease, type Plan, planRelease } from './plan/plan.ts';
import type { ReleaseInputs } from './plan/release-inputs.ts';

/** From inputs to a serving release. `draft`: what was decided about the release before its image was built. */
export async function deployFromInputs(
  run: DeployRun,
  inputs: ReleaseInputs,
  origin: ReleaseOrigin,
  draft: Draft = draftOf(run, inputs, origin),
): Promise<void> {
  const { store, app } = run;
  const revision = revisionOf(run, origin.commit);
  const plan = await planFromInputs(run, inputs, origin, draft);
  await deployPlan(run, plan, inputs, origin, () => {
    if (draft.env) keepAppEnv(run, draft.env);
    store.config.set(app, revision);
    if (origin.source) store.apps.setDeploySource(app, origin.source.kind, origin.source.metadata);
    rememberScale(run, inputs, plan);
    unmarkStopped(store, app);
  });
}

/** The plan of a release with today's settings. */
export function planFromInputs(
  run: PreparedRun,
  { image, ...rest }: ReleaseInputs,
  origin: ReleaseOrigin,
  draft: Draft = draftOf(run, { image, ...rest }, origin),
): Promise<Plan> {
  if (draft.env) reportAppEnv(run, draft.env);
  return run.stages.run('resolve', () => planRelease(run, draft, image, revisionOf(run, origin.commit)));
}

function draftOf(run: PreparedRun, { appSpec }: ReleaseInputs, { source }: ReleaseOrigin): Draft {
  return draftRelease(run, appSpec, { fromSource: source !== undefined });
}

/**
 * Keeps the quantities of app.json, so that they also apply when app.json later has none. Adds rows for new process
 * types.
 */
function rememberScale({ store, app }: DeployRun, { appSpec }: ReleaseInputs, { spec }: Plan): void {
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
