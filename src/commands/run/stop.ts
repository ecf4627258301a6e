import { appArgument, command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { selectorOf } from '../../core/labels.ts';
import { deployedSpec } from '../../deploy/plan/ingredients.ts';
import { activeJobs, endJobs } from '../../rollout/tasks/active-jobs.ts';
import { containerFlag } from './container.ts';

export default command({
  name: 'run:stop',
  summary: 'End one-off commands of an app',
  description: 'A command is asked to end and, when it does not, killed after its grace period.',
  args: [appArgument],
  flags: { container: containerFlag },
  role: 'deploy',
  examples: [
    { command: 'dokku run:stop my-app', summary: 'End all that are running' },
    {
      command: 'dokku run:stop my-app --container my-app-run-0123456789-abcde',
      summary: 'End one of them',
    },
  ],
  async run(context, { args: { app }, flags }) {
    const { store, signal, out } = context;
    const { namespace } = deployedSpec(store, app);
    const kube = await context.kube();
    const jobs = { namespace, labelSelector: selectorOf(app, 'run'), signal };
    const running = (await activeJobs(kube, jobs)).filter((job) => holds(job, flags.container));
    for (const job of running) out.step(`Stopping ${job}`);
    await endJobs(kube, jobs, running);
    if (running.length > 0) return;
    if (flags.container === undefined) return out.warn(`No one-off commands of ${app} are running`);
    throw new Failure(`${app} runs no one-off command in a pod ${flags.container}`, {
      code: 'run.no-pods',
      hint: `List them with: dokku run:list ${app}`,
    });
  },
});

/** A pod is named like its Job, with five characters behind. */
function holds(job: string, pod: string | undefined): boolean {
  return pod === undefined || pod === job || pod.replace(/-[a-z0-9]{5}$/, '') === job;
}
