import { command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { deployedSpec } from '../../deploy/plan/release-inputs.ts';
import { defaultContainer } from '../../kube/containers.ts';
import { exec } from '../../kube/exec.ts';
import type { Pod } from '../../kube/types.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import { podsOf, processTypeOf } from '../../rollout/objects/pods.ts';
import { shellCommand } from './shell.ts';
import { sessionStreams, withRawTerminal } from './terminal.ts';

export default command({
  name: 'enter',
  summary: 'Open a shell or run a command in a running container',
  args: [
    { name: 'app', summary: 'Name of the app', kind: 'app' },
    {
      name: 'command',
      summary: 'Process type or pod (web, web.2; default: the first pod), then the command',
      kind: 'text',
      optional: true,
      rest: true,
    },
  ],
  flags: { 'container-id': { type: 'string', summary: 'Name of the pod', placeholder: 'POD' } },
  role: 'deploy',
  passthrough: 2,
  examples: [
    { command: 'dokku enter my-app web', summary: 'Open a shell in the first web pod' },
    { command: 'dokku enter my-app worker.2 ps aux', summary: 'Run a command in the second worker pod' },
    {
      command: 'dokku enter my-app --container-id my-app-web-6d4cf56db6-abcde',
      summary: 'Open a shell in a pod by its name',
    },
  ],
  async run(context, { args, flags }) {
    const { app } = args;
    const spec = deployedSpec(context.store, app);
    const { namespace } = spec;
    const kube = await context.kube();
    const pods = (await podsOf(kube, { namespace, app, signal: context.signal })).filter(isRunning);
    const id = flags['container-id'];
    const chosen =
      id === undefined
        ? choosePod(pods, spec, args.command)
        : { what: id, pod: pods.find(({ metadata }) => metadata.name === id), words: args.command };
    if (!chosen.pod) {
      throw new Failure(`${app} has no running pod ${chosen.what}`.trimEnd(), {
        code: 'enter.no-pod',
        hint: `Show the running processes: dokku ps:report ${app}`,
      });
    }
    const program = chosen.words.length > 0 ? chosen.words : shellCommand(context.store, app);
    const pod = { namespace, name: chosen.pod.metadata.name };
    const tty = context.terminal !== undefined;
    const streams = { ...sessionStreams(context, tty), signal: context.signal };
    return withRawTerminal(context, tty, () =>
      exec(kube, pod, defaultContainer(chosen.pod!), program, streams),
    );
  },
});

const oneOff = new Set(['run', 'cron', 'predeploy', 'release', 'postdeploy', 'first-deploy']);

/**
 * The pod that the first word names, when the word is a process type of the app: undefined when that type has no pod.
 * Any other word belongs to the command, which then runs in web or, without web, in the first process.
 */
function choosePod(pods: Pod[], { processes }: ReleaseSpec, command: string[]) {
  const [first = '', ...words] = command;
  const [, name, index = '1'] = first.match(/^([a-z0-9][a-z0-9-]*)(?:\.([1-9]\d*))?$/) ?? [];
  const ofProcess = pods.filter((pod) => processTypeOf(pod) === name);
  const isProcess = ofProcess.length > 0 || processes.some((process) => process.name === name);
  if (name && (isProcess || command.length === 1))
    return { what: `of ${first}`, pod: ofProcess[Number(index) - 1], words };
  const longRunning = pods.filter((pod) => !oneOff.has(processTypeOf(pod)));
  return {
    what: '',
    pod: longRunning.find((pod) => processTypeOf(pod) === 'web') ?? longRunning[0],
    words: command,
  };
}

function isRunning({ metadata, status }: Pod): boolean {
  return status?.phase === 'Running' && metadata.deletionTimestamp === undefined;
}
