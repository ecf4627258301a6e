import { appArgument, command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { deployedSpec } from '../../deploy/plan/release-inputs.ts';
import { logFlags, printLogs } from '../logs/print.ts';
import { containerFlag } from './container.ts';

export default command({
  name: 'run:logs',
  summary: 'Show the output of one-off commands of an app',
  args: [appArgument],
  flags: { container: containerFlag, ...logFlags },
  role: 'read',
  examples: [
    {
      command: 'dokku run:logs my-app --tail',
      summary: 'Follow the output of commands started by run:detached',
    },
    {
      command: 'dokku run:logs my-app --container my-app-run-0123456789-abcde',
      summary: 'Print the output of one command',
    },
  ],
  async run(context, { args: { app }, flags }) {
    const { namespace } = deployedSpec(context.store, app);
    const pods = flags.container === undefined ? undefined : [flags.container];
    const read = await printLogs(context, { app, namespace, processes: ['run'], pods }, flags);
    if (read > 0 || flags.tail) return;
    throw new Failure(
      flags.container === undefined
        ? `No one-off commands of ${app} are running`
        : `Pod ${flags.container} does not run a one-off command of ${app}`,
      { code: 'run.no-pods', hint: `List the one-off commands: dokku run:list ${app}` },
    );
  },
});
