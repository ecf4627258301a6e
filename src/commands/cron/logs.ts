import { appArgument, command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { deployedSpec } from '../../deploy/plan/release-inputs.ts';
import { runsOf } from '../../rollout/tasks/cron-jobs.ts';
import { cronRuns, describeResult } from '../../rollout/tasks/cron-runs.ts';
import { logFlags, printLogs } from '../logs/print.ts';
import { findTask, taskArgument } from './find-task.ts';

export default command({
  name: 'cron:logs',
  summary: 'Show the output of the last runs of a scheduled task',
  description:
    'The cluster keeps the last run that failed, the last run that succeeded, and active runs. It keeps runs of ' +
    'cron:run for a day.',
  args: [appArgument, taskArgument],
  flags: { num: logFlags.num },
  role: 'read',
  examples: [
    {
      command: 'dokku cron:logs my-app 5cruaotm4yzzpnjlsdunblj8qyjp',
      summary: 'Show why a task failed last night',
    },
  ],
  async run(context, { args: { app, id }, flags }) {
    const { signal, out, store } = context;
    const { hash } = findTask(context, app, id).spec;
    const { namespace, app: name } = deployedSpec(store, app);
    const { labelSelector } = runsOf({ namespace, app: name, hash, signal });
    const runs = await cronRuns(await context.kube(), { namespace, labelSelector }, signal);
    if (runs.length === 0) {
      throw new Failure(`The cluster keeps no run of this task of ${app}`, {
        code: 'cron.no-runs',
        hint: `Run the task now: dokku cron:run ${app} ${id}`,
      });
    }
    for (const run of runs.toReversed()) {
      out.header(`Run started at ${run.startedAt}: ${describeResult(run)}`);
      if (run.pod === undefined) out.warn('The log of this run was deleted with its pod');
      else
        await printLogs(
          context,
          { app: name, namespace, processes: ['cron'], pods: [run.pod] },
          { num: flags.num, tail: false, quiet: true },
        );
    }
  },
});
