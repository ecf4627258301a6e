import { appArgument, command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { selectorOf } from '../../core/labels.ts';
import { deployedSpec } from '../../deploy/plan/release-inputs.ts';
import { activeJobs, removeJobs } from '../../rollout/tasks/jobs.ts';
import { containerFlag } from './container.ts';

export default command({
  name: 'run:stop',
  summary: 'Stop one-off commands of an app',
  description: 'Asks the command to stop, and kills the command after its grace period.',
  args: [appArgument],
  flags: { container: containerFlag },
  role: 'deploy',
  examples: [
    { command: 'dokku run:stop my-app', summary: 'Stop all one-off commands of an app' },
    {
      command: 'dokku run:stop my-app --container my-app-run-0123456789-abcde',
      summary: 'Stop one command',
    },
  ],
  async run(context, { args: { app }, flags }) {
    const { store, signal, out } = context;
    const { namespace } = deployedSpec(store, app);
    const kube = await context.kube();
    const jobs = { namespace, labelSelector: selectorOf(app, 'run'), signal };
    const running = (await activeJobs(kube, jobs)).filter((job) => isPodOfJob(job, flags.container));
    for (const job of running) out.step(`Stopping ${job}`);
    await removeJobs(kube, jobs, running);
    if (running.length > 0) return;
    if (flags.container === undefined) return out.warn(`No one-off commands of ${app} are running`);
    throw new Failure(`Pod ${flags.container} does not run a one-off command of ${app}`, {
      code: 'run.no-pods',
      hint: `List the one-off commands: dokku run:list ${app}`,
    });
  },
});

/** The name of a pod is the name of its Job with a suffix of five characters. */
function isPodOfJob(job: string, pod: string | undefined): boolean {
  return pod === undefined || pod === job || pod.replace(/-[a-z0-9]{5}$/, '') === job;
}
