import { Failure } from '../../core/failure.ts';
import { defaultContainer } from '../../kube/containers.ts';
import { exec } from '../../kube/exec.ts';
import type { Pod } from '../../kube/types.ts';
import { podsOf } from '../../rollout/pods.ts';
import { command } from '../define.ts';
import { deployedNamespace } from '../pods.ts';
import { shellCommand } from './shell.ts';
import { joinedStreams, withRawTerminal } from './terminal.ts';

export default command({
  name: 'enter',
  summary: 'Open a shell, or run a command, in a running container',
  args: [
    { name: 'app', summary: 'Name of the app', kind: 'app' },
    {
      name: 'command',
      summary: 'Process type (web, web.2; else the first pod), then the command',
      kind: 'text',
      optional: true,
      rest: true,
    },
  ],
  flags: { 'container-id': { type: 'string', summary: 'Name of the pod', placeholder: 'POD' } },
  role: 'deploy',
  passthrough: true,
  examples: [
    { command: 'dokku enter my-app web', summary: 'Open a shell in the first web pod' },
    { command: 'dokku enter my-app worker.2 ps aux', summary: 'Run a command in the second worker pod' },
  ],
  async run(context, { args, flags }) {
    const { app } = args;
    const kube = await context.kube();
    const namespace = deployedNamespace(context, app);
    const pods = (await podsOf(kube, { namespace, app, signal: context.signal })).filter(isRunning);
    const [first, ...words] = args.command;
    const chosen = flags['container-id']
      ? { pod: pods.find(({ metadata }) => metadata.name === flags['container-id']), words: args.command }
      : choose(pods, first, words, args.command);
    if (!chosen.pod) {
      throw new Failure(`${app} has no running pod ${flags['container-id'] ?? first ?? ''}`.trimEnd(), {
        code: 'enter.no-pod',
        hint: `See what runs with: dokku ps:report ${app}`,
      });
    }
    const program = chosen.words.length > 0 ? chosen.words : shellCommand(context.store, app);
    const pod = { namespace, name: chosen.pod.metadata.name };
    const tty = context.terminal !== undefined;
    const streams = { ...joinedStreams(context, tty), signal: context.signal };
    return withRawTerminal(context, tty, () =>
      exec(kube, pod, defaultContainer(chosen.pod!), program, streams),
    );
  },
});

const oneOff = new Set(['run', 'cron', 'predeploy', 'release', 'postdeploy', 'first-deploy']);

function choose(pods: Pod[], first: string | undefined, words: string[], all: string[]) {
  const named = first?.match(/^([a-z0-9][a-z0-9-]*)(?:\.([1-9]\d*))?$/);
  const ofProcess = named ? pods.filter((pod) => process(pod) === named[1]) : [];
  if (named && (ofProcess.length > 0 || words.length === 0))
    return { pod: ofProcess[Number(named[2] ?? 1) - 1], words };
  const processes = pods.filter((pod) => !oneOff.has(process(pod)));
  return { pod: processes.find((pod) => process(pod) === 'web') ?? processes[0], words: all };
}

function process({ metadata }: Pod): string {
  return metadata.labels?.['app.kubernetes.io/name'] ?? '';
}

function isRunning({ metadata, status }: Pod): boolean {
  return status?.phase === 'Running' && metadata.deletionTimestamp === undefined;
}
