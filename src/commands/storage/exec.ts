import { command } from '../../cli/table/define.ts';
import { exec } from '../../kube/exec.ts';
import { container } from '../../storage/pod/pod.ts';
import { sessionStreams, withRawTerminal } from '../run/terminal.ts';
import { entryArgument } from './context.ts';
import { besidePod, imageFlag } from './pod.ts';

const shell = ['sh', '-c', 'cd /data; command -v bash >/dev/null && exec bash; exec sh'];

export default command({
  name: 'storage:exec',
  summary: 'Run a command, or a shell, in a pod of its own that has a storage entry at /data',
  description:
    'The pod goes when the command ends, when the connection is lost and at the latest after --deadline. The exit ' +
    'status is the command’s own.',
  args: [
    entryArgument,
    { name: 'command', summary: 'The command and its arguments', kind: 'text', optional: true, rest: true },
  ],
  flags: {
    image: imageFlag,
    'as-user': { type: 'string', summary: 'Number of the user', placeholder: 'UID' },
    'no-tty': { type: 'boolean', summary: 'Without a terminal, also when there is one' },
    deadline: {
      type: 'number',
      summary: 'Seconds after which the pod is ended (86400)',
      placeholder: 'SECONDS',
    },
  },
  role: 'admin',
  examples: [
    { command: 'dokku storage:exec shop-data', summary: 'Look around in a shell' },
    { command: 'dokku storage:exec shop-data -- ls -l /data', summary: 'Run one command' },
  ],
  run(context, { args, flags }) {
    // A terminal would change the bytes of what comes from a file or another program.
    const tty = (context.terminal?.isTyped ?? false) && !flags['no-tty'];
    const program = args.command.length > 0 ? args.command : shell;
    const options = { image: flags.image, asUser: flags['as-user'], deadline: flags.deadline };
    return besidePod(context, args.name, options, (kube, pod) =>
      withRawTerminal(context, tty, () =>
        exec(kube, pod, container, program, { ...sessionStreams(context, tty), signal: context.signal }),
      ),
    );
  },
});
