import { command } from '../../cli/table/define.ts';
import { exec } from '../../kube/exec.ts';
import { container } from '../../storage/pod/pod.ts';
import { sessionStreams, withRawTerminal } from '../run/terminal.ts';
import { entryArgument } from './context.ts';
import { imageFlag, withEntryPod } from './pod.ts';

const shell = ['sh', '-c', 'cd /data; command -v bash >/dev/null && exec bash; exec sh'];

export default command({
  name: 'storage:exec',
  summary: 'Run a command or a shell in a new pod with a storage entry at /data',
  description:
    'The pod is deleted when the command finishes, when the connection is lost, and at the latest after --deadline. ' +
    'Exits with the status of the command.',
  args: [
    entryArgument,
    { name: 'command', summary: 'The command and its arguments', kind: 'text', optional: true, rest: true },
  ],
  flags: {
    image: imageFlag,
    'as-user': { type: 'string', summary: 'Uid of the command', placeholder: 'UID' },
    'no-tty': { type: 'boolean', summary: 'Run without a terminal, even if the session has one' },
    deadline: {
      type: 'number',
      summary: 'Seconds until the pod is stopped (default 86400)',
      placeholder: 'SECONDS',
    },
  },
  role: 'admin',
  examples: [
    { command: 'dokku storage:exec shop-data', summary: 'Open a shell' },
    { command: 'dokku storage:exec shop-data -- ls -l /data', summary: 'Run one command' },
  ],
  run(context, { args, flags }) {
    // A terminal would change the bytes of input from a file or another program.
    const tty = (context.terminal?.isTyped ?? false) && !flags['no-tty'];
    const program = args.command.length > 0 ? args.command : shell;
    const options = { image: flags.image, asUser: flags['as-user'], deadline: flags.deadline };
    return withEntryPod(context, args.name, options, (kube, pod) =>
      withRawTerminal(context, tty, () =>
        exec(kube, pod, container, program, { ...sessionStreams(context, tty), signal: context.signal }),
      ),
    );
  },
});
