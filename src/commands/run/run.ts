import { command } from '../../cli/table/define.ts';
import { runTask } from '../../rollout/tasks/task.ts';
import { oneOffJob, runFlags } from './task.ts';
import { joinedStreams, withRawTerminal } from './terminal.ts';

export default command({
  name: 'run',
  summary: 'Run a one-off command in a container of its own',
  description:
    'Image, config, resources and volumes are those of the present release. The exit status is the command’s own. ' +
    'One word that the Procfile knows stands for the command of that process; without a command a shell is opened.',
  args: [
    { name: 'app', summary: 'Name of the app', kind: 'app' },
    { name: 'command', summary: 'The command and its arguments', kind: 'text', optional: true, rest: true },
  ],
  flags: runFlags,
  role: 'deploy',
  passthrough: 1,
  examples: [
    { command: 'dokku run my-app node migrate.js', summary: 'Run a script and see what it prints' },
    {
      command: 'dokku run -e VERBOSE=1 my-app worker',
      summary: 'Run the worker of the Procfile once, with a variable',
    },
  ],
  async run(context, { args, flags }) {
    const tty = flags['force-tty'] || (context.terminal !== undefined && !flags['no-tty']);
    const job = await oneOffJob(context, args.app, args.command, flags, { stdin: true, tty });
    const kube = await context.kube();
    return withRawTerminal(context, tty, () =>
      runTask(kube, job, {
        app: args.app,
        label: 'the command',
        out: context.out,
        signal: context.signal,
        timeout: (flags['ttl-seconds'] ?? 86_400) * 1000,
        attach: joinedStreams(context, tty),
      }),
    );
  },
});
