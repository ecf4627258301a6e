import { command } from '../../cli/table/define.ts';
import { runTask } from '../../rollout/tasks/task.ts';
import { oneOffJob, runFlags } from './task.ts';
import { sessionStreams, withRawTerminal } from './terminal.ts';

export default command({
  name: 'run',
  summary: 'Run a one-off command in a new container',
  description:
    'Uses the image, config, resources and volumes of the current release. Exits with the status of the command. ' +
    "The image's entrypoint gets the command as its arguments, unless --entrypoint is set. " +
    'One word that is a process type runs the command of that process type. Without a command, run opens a shell.',
  args: [
    { name: 'app', summary: 'Name of the app', kind: 'app' },
    { name: 'command', summary: 'The command and its arguments', kind: 'text', optional: true, rest: true },
  ],
  flags: runFlags,
  role: 'deploy',
  passthrough: 1,
  examples: [
    { command: 'dokku run my-app node migrate.js', summary: 'Run a script and print its output' },
    {
      command: 'dokku run --entrypoint= my-app node migrate.js',
      summary: 'Run a script without the entrypoint of the image',
    },
    {
      command: 'dokku run -e VERBOSE=1 my-app worker',
      summary: 'Run the worker command of the Procfile once, with a variable',
    },
  ],
  async run(context, { args, flags }) {
    const tty = flags['force-tty'] || (context.terminal !== undefined && !flags['no-tty']);
    const job = await oneOffJob(context, args.app, args.command, flags, { name: 'run', stdin: true, tty });
    const kube = await context.kube();
    return withRawTerminal(context, tty, () =>
      runTask(kube, job, {
        app: args.app,
        label: 'the command',
        out: context.out,
        signal: context.signal,
        timeout: (flags['ttl-seconds'] ?? 86_400) * 1000,
        attach: sessionStreams(context, tty),
      }),
    );
  },
});
