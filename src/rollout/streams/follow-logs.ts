import { messageOf, throwIfCancelled } from '../../core/failure.ts';
import { selectorOf } from '../../core/labels.ts';
import { defaultContainer } from '../../kube/containers.ts';
import type { Kube } from '../../kube/kube.ts';
import { readLogs } from '../../kube/logs.ts';
import type { Pod } from '../../kube/types.ts';
import { watch } from '../../kube/watch.ts';
import { podsOf, processTypeOf } from '../objects/pods.ts';
import { previousRun } from './previous-run.ts';

export interface FollowOptions {
  namespace: string;
  app: string;
  /** Process types; default: all, including one-off and scheduled tasks. */
  processes?: string[];
  /** Only these pods, by name. */
  pods?: string[];
  /** Keeps reading until `signal` is aborted, and includes pods that start later. */
  follow?: boolean;
  /** Number of existing log lines of each container. */
  tail?: number;
  onLine: (line: string, source: { pod: string; process: string }) => void;
  /** Called for a pod whose log cannot be read. The other logs are still read. */
  onProblem?: (pod: string, reason: string) => void;
}

/**
 * Reads the logs of an app's pods. The log of a restarted container begins with the log of its previous run. Resolves to the number of pods that were read. Throws when the pods cannot be
 * listed.
 */
export async function followLogs(kube: Kube, options: FollowOptions, signal: AbortSignal): Promise<number> {
  const { namespace, app } = options;
  const wanted = (pod: Pod) =>
    (options.processes?.includes(processTypeOf(pod)) ?? true) &&
    (options.pods?.includes(pod.metadata.name) ?? true);
  const read = async (pod: Pod, tailLines: number | undefined) => {
    const source = { pod: pod.metadata.name, process: processTypeOf(pod) };
    const name = { namespace, name: pod.metadata.name };
    const log = { container: defaultContainer(pod), tailLines, signal };
    const previous = previousRun(pod, log.container);
    try {
      if (previous) {
        options.onLine(previous.header, source);
        for await (const line of readLogs(kube, name, { ...log, previous: true }))
          options.onLine(line, source);
        if (previous.currentHeader) options.onLine(previous.currentHeader, source);
      }
      if (previous && !previous.currentHeader && !options.follow) return;
      for await (const line of readLogs(kube, name, { ...log, follow: options.follow }))
        options.onLine(line, source);
    } catch (error) {
      throwIfCancelled(signal);
      options.onProblem?.(source.pod, messageOf(error));
    }
  };
  if (!options.follow) {
    const pods = (await podsOf(kube, { namespace, app, signal })).filter(wanted);
    for (const pod of pods) await read(pod, options.tail);
    return pods.length;
  }
  const readers: Promise<void>[] = [];
  let started = false;
  await watch<Pod>(
    kube,
    { apiVersion: 'v1', kind: 'Pod', namespace, labelSelector: selectorOf(app) },
    {
      signal,
      relistIntervalMs: 10_000,
      onEvent: (change, pod) => {
        // The log of a pod that starts later is shown from its first line.
        if (change === 'added' && wanted(pod)) readers.push(read(pod, started ? undefined : options.tail));
      },
      onListed: () => {
        started = true;
      },
    },
  );
  await Promise.allSettled(readers);
  return readers.length;
}
