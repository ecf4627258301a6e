import { throwIfCancelled } from '../core/failure.ts';
import { containersOf, defaultContainer, isFinished } from './containers.ts';
import { isTransient, KubeFailure } from './failure.ts';
import type { Kube } from './kube.ts';
import { linesOf } from './lines.ts';
import type { NamespacedName, Pod } from './types.ts';
import { waitFor } from './wait.ts';

export interface LogOptions {
  /** Default: the pod's default container. */
  container?: string;
  /** Follows the log until the pod has finished or is deleted, across container restarts and lost connections. */
  follow?: boolean;
  /** Maximum number of existing lines, counted from the end; default: all. */
  tailLines?: number;
  /** Reads the log of the previous run of the container. */
  previous?: boolean;
  /** RFC 3339; earlier lines are skipped. */
  sinceTime?: string;
  /** Each line begins with its time and a blank. */
  timestamps?: boolean;
  signal: AbortSignal;
}

/** The log of one container, line by line. Before its start a container has no lines; `follow` waits for the start. */
export async function* readLogs(
  kube: Kube,
  pod: NamespacedName,
  options: LogOptions,
): AsyncGenerator<string> {
  if (!options.follow) {
    yield* readOnce(kube, pod, options);
    return;
  }
  const position = new ReadPosition();
  let seen = 0;
  for (;;) {
    const instance = await nextInstance(kube, pod, options, seen);
    if (!instance) return;
    const resumed = position.time
      ? { ...options, tailLines: undefined, sinceTime: wholeSecond(position.time) }
      : options;
    position.resume();
    try {
      for await (const line of readOnce(kube, pod, {
        ...resumed,
        container: instance.container,
        timestamps: true,
      })) {
        const space = line.indexOf(' ');
        if (!position.acceptLine(line.slice(0, space))) continue;
        yield options.timestamps ? line : line.slice(space + 1);
      }
    } catch (error) {
      throwIfCancelled(options.signal);
      if (!isTransient(error) && (error as NodeJS.ErrnoException).code !== 'ECONNRESET') throw error;
    }
    if (instance.over) seen = instance.run + 1;
  }
}

/**
 * The position in a log. The server can only resume at whole seconds, so its first lines were already read; and several
 * lines may have the same time.
 */
class ReadPosition {
  time = '';
  /** Lines read with that time. */
  #lines = 0;
  /** How many of those lines will come again after the resume; undefined once a newer line came. */
  #repeatedLines: number | undefined;

  resume(): void {
    this.#repeatedLines = this.time === '' ? undefined : this.#lines;
  }

  /** Whether a line of this time is new. */
  acceptLine(time: string): boolean {
    if (this.#repeatedLines !== undefined && time < this.time) return false;
    if (this.#repeatedLines !== undefined && time === this.time && this.#repeatedLines > 0) {
      this.#repeatedLines--;
      return false;
    }
    this.#repeatedLines = undefined;
    this.#lines = time === this.time ? this.#lines + 1 : 1;
    this.time = time;
    return true;
  }
}

interface Instance {
  container: string;
  /** How often the container ran before. */
  run: number;
  /** The run had ended before its log was read, so the log is complete. */
  over: boolean;
}

/** Waits for the next run of the container; undefined when none will follow or the pod is deleted. */
async function nextInstance(
  kube: Kube,
  pod: NamespacedName,
  options: LogOptions,
  seen: number,
): Promise<Instance | undefined> {
  const answer = await waitFor<Pod, Instance | 'none'>(
    kube,
    { apiVersion: 'v1', kind: 'Pod', namespace: pod.namespace, fieldSelector: `metadata.name=${pod.name}` },
    ([found]) => {
      if (!found) return 'none';
      const name = options.container ?? defaultContainer(found);
      const status = containersOf(found).find((container) => container.name === name)?.status;
      const run = status?.restartCount ?? 0;
      if (status && run >= seen && (status.state?.running || status.state?.terminated)) {
        return { container: name, run, over: status.state.terminated !== undefined };
      }
      return isFinished(found) ? 'none' : undefined;
    },
    { signal: options.signal, what: `the log of pod ${pod.name}` },
  );
  return answer === 'none' ? undefined : answer;
}

async function* readOnce(kube: Kube, pod: NamespacedName, options: LogOptions): AsyncGenerator<string> {
  const { container, follow, tailLines, previous, sinceTime, timestamps, signal } = options;
  try {
    const body = await kube.transport.stream({
      method: 'GET',
      path: await kube.path({ apiVersion: 'v1', kind: 'Pod', ...pod }, 'log'),
      query: { container, follow, tailLines, previous, sinceTime, timestamps },
      what: `read the log of pod ${pod.name} in namespace ${pod.namespace}`,
      signal,
      // No output for a while does not mean a lost connection.
      timeout: follow ? 0 : undefined,
    });
    for await (const line of linesOf(body)) if (!kubeletMessage.test(line)) yield line;
  } catch (error) {
    throwIfCancelled(signal);
    // 400: the container is waiting for its start, or it had no previous run.
    if (error instanceof KubeFailure && (error.status === 400 || (follow && error.status === 404))) return;
    throw error;
  }
}

/** A line that the kubelet prints in place of a deleted log. It has no time. */
const kubeletMessage =
  /^(failed to try resolving symlinks in path "|unable to retrieve container logs for \w+:\/\/|failed to create fsnotify watcher: )/;

function wholeSecond(time: string): string {
  return time.replace(/\.\d+/, '');
}
