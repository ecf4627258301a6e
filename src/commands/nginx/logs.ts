import { appArgument, type Command, command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { ingressPods, writesAccessLog } from '../../rollout/ingress/controller.ts';
import { readIngressLog } from '../../rollout/ingress/read-log.ts';
import { runInPod } from '../../rollout/ingress/run-in-pod.ts';
import type { IngressTarget } from '../../rollout/ingress/target.ts';
import { checkLogDistinguishes, ingressTarget } from './target.ts';

const flags = {
  num: {
    type: 'number',
    short: 'n',
    summary: 'Number of existing log lines (default 20)',
    placeholder: 'N',
  },
  tail: { type: 'boolean', short: 't', summary: 'Follow the log until interrupted' },
} as const;

/** `nginx:access-logs` and `nginx:error-logs`: the lines about one app in the log of the running ingress controller. */
export function ingressLogs(options: {
  which: 'access' | 'error';
  summary: string;
  description: string;
  matches: (target: IngressTarget) => (line: string) => boolean;
}): Command {
  const { which, summary, description } = options;
  const name = `nginx:${which}-logs`;
  return command({
    name,
    summary,
    description,
    args: [appArgument],
    flags,
    role: 'read',
    examples: [
      { command: `dokku ${name} my-app`, summary: 'Show the last 20 lines' },
      { command: `dokku ${name} my-app --tail --num 0`, summary: 'Follow new lines only' },
    ],
    async run(context, { args: { app }, flags: { num = 20, tail } }) {
      const { out, signal } = context;
      const target = ingressTarget(context, app);
      const path = context.store.properties.effective(app, 'nginx', `${which}-log-path`, '');
      if (isOff(target, which, path)) throw logIsOff(app, which);
      const kube = await context.kube();
      const pods = await ingressPods(kube, target.ingressClass, signal);
      if (target.ingressClass === 'nginx' && path) {
        const words = ['tail', '-n', String(num), ...(tail ? ['-F'] : []), path];
        return runInPod(kube, pods[0], words, (line) => out.line(line), signal);
      }
      checkLogDistinguishes(context, target);
      if (which === 'access' && !pods.some(writesAccessLog))
        out.warn('Traefik does not seem to write an access log: its arguments have no --accesslog');
      await readIngressLog(
        kube,
        {
          pods,
          matches: options.matches(target),
          tail: num,
          follow: tail,
          onLine: (line) => out.line(line),
          onProblem: (pod, reason) => out.warn(`Could not read the log of pod ${pod}: ${reason}`),
        },
        signal,
      );
    },
  });
}

function isOff({ ingressClass }: IngressTarget, which: string, path: string): boolean {
  if (path !== 'off' && path !== '/dev/null') return false;
  return ingressClass === 'nginx' || (ingressClass === 'traefik' && which === 'access');
}

function logIsOff(app: string, which: string): Failure {
  return new Failure(`The ${which} log of ${app} is turned off`, {
    code: 'ingress.log-off',
    hint: `Turn the log on: dokku nginx:set ${app} ${which}-log-path · then: dokku ps:restart ${app}`,
  });
}
