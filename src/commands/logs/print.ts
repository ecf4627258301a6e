import type { Context } from '../../cli/invoke/context.ts';
import { followLogs } from '../../rollout/streams/follow-logs.ts';

const colors = ['cyan', 'yellow', 'green', 'magenta', 'blue', 'red'] as const;

/** Flags of commands that print logs. */
export const logFlags = {
  num: {
    type: 'number',
    short: 'n',
    summary: 'Lines per pod of what is there already (100)',
    placeholder: 'N',
  },
  tail: { type: 'boolean', short: 't', summary: 'Go on until interrupted, with pods that come later too' },
  quiet: { type: 'boolean', short: 'q', summary: 'Without the name of the pod in front' },
} as const;

/** Prints the logs of an app's pods, each line with the name of its pod; how many pods there were. */
export async function printLogs(
  context: Context,
  wanted: {
    app: string;
    namespace: string;
    processes: string[] | undefined;
    pods: string[] | undefined;
  },
  flags: { num: number | undefined; tail: boolean; quiet: boolean },
): Promise<number> {
  const { out, signal } = context;
  const painted = new Map<string, string>();
  const prefix = (pod: string) => {
    if (flags.quiet) return '';
    if (!painted.has(pod))
      painted.set(pod, out.paint(colors[painted.size % colors.length]!, `app[${pod}]: `));
    return painted.get(pod)!;
  };
  return followLogs(
    await context.kube(),
    {
      ...wanted,
      follow: flags.tail,
      tail: flags.num ?? 100,
      onLine: (line, { pod }) => out.line(`${prefix(pod)}${line}`),
      onProblem: (pod, reason) => out.warn(`The log of ${pod} cannot be read: ${reason}`),
    },
    signal,
  );
}
