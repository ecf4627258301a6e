import { Failure } from '../../core/failure.ts';
import { label, selectorOf } from '../../core/labels.ts';
import { type JobKind, jobManifest } from '../../release/tasks/job.ts';
import type { TaskScript } from '../../release/tasks/scripts.ts';
import { activeJobs, removeJobs } from '../../rollout/tasks/jobs.ts';
import { runTask } from '../../rollout/tasks/task.ts';
import { nodeForJob } from '../../storage/mount/node-for-job.ts';
import type { DeployRun } from '../frame/deploy-run.ts';
import type { Plan } from '../plan/plan.ts';

/** The tasks that a repository may run before and after the new version serves. */
const before = [
  { kind: 'predeploy', script: 'predeploy', label: 'predeploy' },
  { kind: 'release', script: 'release', label: 'release' },
] as const;

/** Time limit of one task in seconds. The cluster enforces it even when this process has died. */
const taskMaxSeconds = 3600;

/** Names of the tasks that only deploys run. */
const deployTasks: readonly JobKind[] = ['predeploy', 'release', 'first-deploy', 'postdeploy'];

/** Runs `predeploy` and `release` with the new image and config. A failed task stops the deploy. */
export async function beforeTasks(run: DeployRun, plan: Plan): Promise<void> {
  await endOrphans(run, plan);
  // The first release in a location creates the ServiceAccount. Tasks that run before it cannot use it.
  const installed = run.facts.serving !== undefined && plan.movesFrom === undefined;
  for (const { kind, script, label } of before)
    await runScript(run, plan, installed, kind, plan.spec.scripts[script], label);
  if (!run.facts.serving)
    await runScript(run, plan, installed, 'first-deploy', plan.spec.scripts.firstDeploy, 'first-deploy');
}

/**
 * A killed deploy leaves its task running, and two migrations must never run at once. This process holds the lock, so
 * no living process waits for that task.
 */
async function endOrphans(
  { app, out, signal, kube }: DeployRun,
  { spec: { namespace } }: Plan,
): Promise<void> {
  const labelSelector = `${selectorOf(app)},${label.name} in (${deployTasks.join(',')})`;
  const selector = { namespace, labelSelector, signal };
  const connected = await kube();
  const orphans = await activeJobs(connected, selector);
  if (orphans.length > 0) out.warn(`Stopping tasks left over from a crashed deploy: ${orphans.join(', ')}`);
  await removeJobs(connected, selector, orphans);
}

/** Runs `postdeploy` once the new version serves. */
export async function afterTasks(run: DeployRun, plan: Plan): Promise<void> {
  await runScript(run, plan, true, 'postdeploy', plan.spec.scripts.postdeploy, 'postdeploy');
}

async function runScript(
  run: DeployRun,
  { spec }: Plan,
  installed: boolean,
  kind: JobKind,
  script: TaskScript | undefined,
  label: string,
) {
  if (!script) return;
  const { out, signal } = run;
  const kube = await run.kube();
  const { namespace, task } = spec;
  const placement = await nodeForJob(kube, { namespace, volumes: task.volumes }, signal);
  out.step(`Running the ${label} task: ${script.text}`);
  const job = jobManifest(spec, { kind, command: script, ttlSeconds: taskMaxSeconds, installed, placement });
  const status = await runTask(kube, job, {
    app: spec.app,
    label: `the ${label} task`,
    out,
    signal,
    timeout: taskMaxSeconds * 1000,
  });
  if (status === 0) return;
  throw new Failure(`The ${label} task of ${spec.app} failed with exit status ${status}`, {
    code: 'task.failed',
    hint: 'Its output is above. The running version was not touched',
  });
}
