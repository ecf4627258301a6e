import { messageOf, throwIfCancelled } from '../../core/failure.ts';
import type { Kube } from '../../kube/kube.ts';
import { type LogOptions, readLogs } from '../../kube/logs.ts';
import type { IngressPod } from './controller.ts';

export interface IngressLogOptions {
  pods: readonly IngressPod[];
  /** Which lines are meant. */
  matches: (line: string) => boolean;
  /** How many of those that are there already, of all pods together. */
  tail: number;
  /** Keeps reading until `signal`, or until the pods are deleted. */
  follow: boolean;
  onLine: (line: string) => void;
  /** Called for a pod whose log cannot be read. The other logs are still read. */
  onProblem: (pod: string, reason: string) => void;
}

interface Timed {
  time: string;
  line: string;
}

/** Lines of the logs of several pods, in the order of their times, without colours. */
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
        // The server knows only whole seconds, so that what follows begins with what is known.
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
      // What is not shown need not be kept: a busy controller writes much.
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
