import { Failure } from '../../core/failure.ts';
import { countReadyPods, type ReadyPods } from '../../rollout/watch/ready-pods.ts';
import type { DeployRun } from '../frame/deploy-run.ts';
import type { Plan } from '../plan/plan.ts';
import { targetsOf } from './apply.ts';

/** Milliseconds for one look at the pods after a failure. */
const lookMs = 10_000;

/** Adds to the failure of a rollout what serves now, as far as the cluster reports it, and the command that undoes it. */
export async function withServingHint(run: DeployRun, plan: Plan, error: unknown): Promise<unknown> {
  const { facts, app } = run;
  if (!(error instanceof Failure) || !facts.serving) return error;
  const { message, code, details, exitStatus, cause } = error;
  const found = await readyPods(run, plan);
  const state = describeServing(found, { serving: facts.serving.record.number, failed: plan.spec.number });
  const hint = [...error.hint, `${state}: dokku releases:rollback ${app}`];
  return new Failure(message, { code, details, exitStatus, cause, hint });
}

async function readyPods(run: DeployRun, { spec }: Plan): Promise<ReadyPods[] | undefined> {
  const signal = AbortSignal.any([run.signal, AbortSignal.timeout(lookMs)]);
  const { app, namespace } = spec;
  try {
    return await countReadyPods(await run.kube(), { namespace, app, targets: targetsOf(spec) }, signal);
  } catch (error) {
    run.out.debug(`Could not read the pods: ${String(error)}`);
    return undefined;
  }
}

/**
 * What serves after a failed rollout, and what the rollback that follows does. Requests go to web; an app without web
 * serves when any process runs. `pods` is undefined when the cluster did not answer.
 */
export function describeServing(
  pods: readonly ReadyPods[] | undefined,
  { serving, failed }: { serving: number; failed: number },
): string {
  const back = `To bring back v${serving}`;
  if (!pods || pods.length === 0) return back;
  const asked = pods.filter(({ process }) => process === 'web');
  const relevant = asked.length > 0 ? asked : pods;
  if (relevant.some(({ older }) => older > 0))
    return `v${serving} is still serving. To undo the partial rollout`;
  const names = relevant.map(({ process }) => process).join(', ');
  if (relevant.some(({ newest }) => newest > 0)) return `${names} already runs v${failed}. ${back}`;
  return `No pod of ${names} is ready, so nothing serves. ${back}`;
}
