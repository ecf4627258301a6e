import { deployedNamespace, podsOfProcess } from '../../cli/parts/pods.ts';
import { appArgument, command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { logFlags, printLogs } from './print.ts';

export default command({
  name: 'logs',
  summary: 'Show the logs of an app',
  description:
    'The log of a container that was restarted begins with the log of its previous run, with the exit status of that run.',
  args: [appArgument],
  flags: {
    num: logFlags.num,
    tail: logFlags.tail,
    ps: {
      type: 'string',
      short: 'p',
      summary: 'Only this process type, or one of its pods',
      placeholder: 'web[.1]',
    },
    quiet: logFlags.quiet,
  },
  role: 'read',
  examples: [
    { command: 'dokku logs my-app', summary: 'Show the last 100 lines of each pod' },
    { command: 'dokku logs my-app --tail --ps web', summary: 'Follow the web process through deploys' },
  ],
  async run(context, { args, flags }) {
    const { app } = args;
    const { signal } = context;
    const namespace = deployedNamespace(context, app);
    const kube = await context.kube();
    const chosen =
      flags.ps === undefined
        ? undefined
        : await podsOfProcess(kube, { namespace, app, which: flags.ps, signal });
    const pods = chosen?.pod === undefined ? undefined : [chosen.pod];
    const read = await printLogs(
      context,
      { app, namespace, processes: chosen && [chosen.process], pods },
      flags,
    );
    if (read > 0 || flags.tail) return;
    throw new Failure(`${app} has no pods${flags.ps ? ` of the process ${flags.ps}` : ''}`, {
      code: 'logs.no-pods',
      hint: `Show the scale with: dokku ps:scale ${app}`,
    });
  },
});
