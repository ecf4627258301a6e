import type { Context } from '../../cli/invoke/context.ts';
import { followLogs } from '../../rollout/streams/follow-logs.ts';

const colors = ['cyan', 'yellow', 'green', 'magenta', 'blue', 'red'] as const;

/** Flags of commands that print logs. */
export const logFlags = {
  num: {
    type: 'number',
    short: 'n',
    summary: 'Number of existing log lines per container (default 100)',
    placeholder: 'N',
  },
  tail: { type: 'boolean', short: 't', summary: 'Keep printing, including pods that start later' },
  quiet: { type: 'boolean', short: 'q', summary: 'Omit the pod name in front of each line' },
} as const;

/** Prints the logs of an app's pods, each line with the name of its pod. Returns the number of pods. */
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
      onProblem: (pod, reason) => out.warn(`Could not read the log of ${pod}: ${reason}`),
    },
    signal,
  );
}
