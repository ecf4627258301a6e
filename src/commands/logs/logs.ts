import { Failure } from '../../core/failure.ts';
import { followLogs } from '../../rollout/follow-logs.ts';
import { appArgument, command } from '../define.ts';
import { deployedNamespace, podsOfProcess } from '../pods.ts';

const colors = ['cyan', 'yellow', 'green', 'magenta', 'blue', 'red'] as const;

export default command({
  name: 'logs',
  summary: 'Show what an app prints',
  args: [appArgument],
  flags: {
    num: {
      type: 'number',
      short: 'n',
      summary: 'Lines per pod of what is there already (100)',
      placeholder: 'N',
    },
    tail: { type: 'boolean', short: 't', summary: 'Go on until interrupted, with pods that come later too' },
    ps: {
      type: 'string',
      short: 'p',
      summary: 'Only this process type, or one pod of it',
      placeholder: 'web[.1]',
    },
    quiet: { type: 'boolean', short: 'q', summary: 'Without the name of the pod in front' },
  },
  role: 'read',
  examples: [
    { command: 'dokku logs my-app', summary: 'Show the last 100 lines of each pod' },
    { command: 'dokku logs my-app --tail --ps web', summary: 'Follow the web process through deploys' },
  ],
  async run(context, { args, flags }) {
    const { app } = args;
    const { out, signal } = context;
    const namespace = deployedNamespace(context, app);
    const kube = await context.kube();
    const chosen =
      flags.ps === undefined
        ? undefined
        : await podsOfProcess(kube, { namespace, app, which: flags.ps, signal });
    const painted = new Map<string, string>();
    const prefix = (pod: string) => {
      if (flags.quiet) return '';
      if (!painted.has(pod))
        painted.set(pod, out.paint(colors[painted.size % colors.length]!, `app[${pod}]: `));
      return painted.get(pod)!;
    };
    const read = await followLogs(
      kube,
      {
        namespace,
        app,
        processes: chosen && [chosen.process],
        pods: chosen?.pod === undefined ? undefined : [chosen.pod],
        follow: flags.tail,
        tail: flags.num ?? 100,
        onLine: (line, { pod }) => out.line(`${prefix(pod)}${line}`),
        onProblem: (pod, reason) => out.warn(`The log of ${pod} cannot be read: ${reason}`),
      },
      signal,
    );
    if (read > 0 || flags.tail) return;
    throw new Failure(`${app} has no pods${flags.ps ? ` of the process ${flags.ps}` : ''}`, {
      code: 'logs.no-pods',
      hint: `See what should run with: dokku ps:scale ${app}`,
    });
  },
});
