import { messageOf, throwIfCancelled } from '../../core/failure.ts';
import type { Kube } from '../../kube/kube.ts';
import { type LogOptions, readLogs } from '../../kube/logs.ts';
import type { IngressPod } from './controller.ts';

export interface IngressLogOptions {
  pods: readonly IngressPod[];
  /** Selects the lines to show. */
  matches: (line: string) => boolean;
  /** Maximum number of existing lines, counted over all pods. */
  tail: number;
  /** Keeps reading until `signal` is aborted or the pods are deleted. */
  follow: boolean;
  onLine: (line: string) => void;
  /** Called for a pod whose log cannot be read. The other logs are still read. */
  onProblem: (pod: string, reason: string) => void;
}

interface Timed {
  time: string;
  line: string;
}

/** Reads the logs of several pods without colors: existing lines in order of time, then new lines as they arrive. */
export async function readIngressLog(
  kube: Kube,
  options: IngressLogOptions,
  signal: AbortSignal,
): Promise<void> {
  const { pods, tail, follow, onLine, onProblem } = options;
  const newest = new Map<IngressPod, string>();
  const read = async (pod: IngressPod, more: Partial<LogOptions>, take: (timed: Timed) => void) => {
    const known = newest.get(pod) ?? '';
    const log = { container: pod.container, timestamps: true, signal, ...more };
    try {
      for await (const text of readLogs(kube, pod, log)) {
        const space = text.indexOf(' ');
        const time = text.slice(0, space);
        const line = text.slice(space + 1).replaceAll(colours, '');
        // `sinceTime` has a precision of one second, so a followed log repeats lines that were read before.
        if (time > known && options.matches(line)) take({ time, line });
        newest.set(pod, time);
      }
    } catch (error) {
      throwIfCancelled(signal);
      onProblem(pod.name, messageOf(error));
    }
  };

  const present: Timed[] = [];
  for (const pod of pods) {
    await read(pod, {}, (timed) => {
      present.push(timed);
      // Drops lines that will not be shown, because a busy controller writes many lines.
      if (present.length > 2 * tail) present.sort(byTime).splice(0, present.length - tail);
    });
  }
  for (const { line } of present.sort(byTime).slice(Math.max(0, present.length - tail))) onLine(line);
  if (!follow) return;
  const since = (pod: IngressPod) => ({ follow: true, sinceTime: newest.get(pod) });
  await Promise.all(pods.map((pod) => read(pod, since(pod), ({ line }) => onLine(line))));
}

const colours = /\u001b\[[\d;]*m/g;

function byTime(a: Timed, b: Timed): number {
  return a.time < b.time ? -1 : a.time > b.time ? 1 : 0;
}
