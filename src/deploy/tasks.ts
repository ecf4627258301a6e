import { Failure } from '../core/failure.ts';
import { type JobKind, jobManifest } from '../release/job.ts';
import { runTask } from '../rollout/task.ts';
import type { Plan } from './plan.ts';
import type { Run } from './run.ts';

/** What a repository may ask to run, before the new version serves and after. */
const before = [
  { kind: 'predeploy', script: 'predeploy', label: 'predeploy' },
  { kind: 'release', script: 'release', label: 'release' },
] as const;

/** Runs `predeploy` and `release` with the new image and config. One that fails ends the deploy. */
export async function beforeTasks(run: Run, plan: Plan): Promise<void> {
  for (const { kind, script, label } of before)
    await runScript(run, plan, kind, plan.spec.scripts[script], label);
  const first = run.store.releases.current(run.app) === undefined;
  if (first) await runScript(run, plan, 'first-deploy', plan.spec.scripts.firstDeploy, 'first-deploy');
}

/** Runs `postdeploy`. The new version serves already, so a failure is told and changes nothing. */
export async function afterTasks(run: Run, plan: Plan): Promise<void> {
  try {
    await runScript(run, plan, 'postdeploy', plan.spec.scripts.postdeploy, 'postdeploy');
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'task.failed') throw error;
    run.out.warn(error.message);
    run.out.warn('The new version serves all the same');
  }
}

async function runScript(run: Run, { spec }: Plan, kind: JobKind, script: string | undefined, label: string) {
  if (!script) return;
  const { out, signal } = run;
  out.step(`Running the ${label} task: ${script}`);
  const status = await runTask(await run.kube(), jobManifest(spec, { kind, script }), {
    app: spec.app,
    label: `the ${label} task`,
    out,
    signal,
  });
  if (status === 0) return;
  throw new Failure(`The ${label} task of ${spec.app} failed with exit status ${status}`, {
    code: 'task.failed',
    hint: 'Its output is above. The running version was not touched',
  });
}
