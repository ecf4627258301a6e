import { PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { containersOf } from '../../kube/containers.ts';
import { attachToContainer } from '../../kube/exec.ts';
import { KubeFailure } from '../../kube/failure.ts';
import type { Kube } from '../../kube/kube.ts';
import type { NamespacedName, Pod } from '../../kube/types.ts';
import { logTail } from '../streams/log-tail.ts';
import { ageOf, newPods, type Snapshot, type Target } from './snapshot.ts';

/** A process that is older has shown that it stays. Long, because clocks differ and a busy node reports late. */
const youngMs = 60_000;

/** One run of a container that counts as ready merely because it was started. */
export interface YoungContainer {
  pod: NamespacedName;
  container: string;
  /** Another run has another. */
  id: string;
}

/**
 * Young containers of the new version without a readiness check, one pod of each process. The kubelet calls them
 * ready before it has noticed that they have crashed, on a busy node by seconds.
 */
export function youngContainersOf(targets: Target[], snapshot: Snapshot): YoungContainer[] {
  return targets.flatMap(({ name }) => {
    const deployment = snapshot.deployments.find(({ metadata }) => metadata.name === name);
    if (!deployment) return [];
    return newPods(deployment, snapshot)
      .flatMap((pod) => youngContainersIn(pod, snapshot.now))
      .slice(0, 1);
  });
}

function youngContainersIn(pod: Pod, now: number): YoungContainer[] {
  return containersOf(pod)
    .filter(({ init, spec, status }) => {
      const startedAt = status?.state?.running?.startedAt;
      return !init && !spec?.readinessProbe && startedAt !== undefined && ageOf(startedAt, now) < youngMs;
    })
    .map(({ name, status }) => ({
      pod: { namespace: pod.metadata.namespace!, name: pod.metadata.name },
      container: name,
      id: status!.containerID ?? '',
    }));
}

/** Makes sure that a complete rollout is one, by watching over young processes while the others get ready. */
export class StartupWatch implements Disposable {
  readonly #kube: Kube;
  readonly #targets: Target[];
  readonly #time: number;
  readonly #signal: AbortSignal;
  readonly #over = new AbortController();
  /** By run; the cluster may still call one ready that has ended. */
  readonly #watches = new Map<string, CrashWatch>();

  /** `time`: milliseconds for which a process must keep running; 0 trusts the cluster. */
  constructor(kube: Kube, targets: Target[], time: number, signal: AbortSignal) {
    this.#kube = kube;
    this.#targets = targets;
    this.#time = time;
    this.#signal = AbortSignal.any([signal, this.#over.signal]);
  }

  /** Begins to watch over what runs by now, so that its time is over when the slowest process is ready. */
  look(snapshot: Snapshot): CrashWatch[] {
    if (this.#time === 0) return [];
    return youngContainersOf(this.#targets, snapshot).map((one) => {
      const watch = this.#watches.get(one.id) ?? watchForCrash(this.#kube, one, this.#time, this.#signal);
      this.#watches.set(one.id, watch);
      return watch;
    });
  }

  async holds(snapshot: Snapshot): Promise<boolean> {
    const watches = this.look(snapshot);
    await Promise.all(watches.map(({ over }) => over));
    return watches.every(({ ended }) => !ended);
  }

  [Symbol.dispose](): void {
    this.#over.abort();
  }
}

interface CrashWatch {
  /** The process has ended: becomes true at any time until `over` settles. */
  ended: boolean;
  /** Settles when the process has run for long enough, or has exited. */
  over: Promise<void>;
}

/**
 * Watches over a process by its own streams: they end with it, and there is nothing to attach to when it has ended
 * already. When the cluster does not let us attach, time alone must do.
 */
function watchForCrash(kube: Kube, one: YoungContainer, time: number, signal: AbortSignal): CrashWatch {
  const { promise: end, resolve: reportEnd } = Promise.withResolvers<void>();
  const watch: CrashWatch = { ended: false, over: Promise.race([end, lasts()]) };
  const ended = () => {
    if (signal.aborted) return;
    watch.ended = true;
    reportEnd();
  };
  attachToContainer(kube, one.pod, one.container, { stdout: new PassThrough().resume(), signal }).then(
    ended,
    (error: unknown) => {
      if (!(error instanceof KubeFailure && (error.status === 401 || error.status === 403))) ended();
    },
  );
  return watch;

  async function lasts(): Promise<void> {
    // The API server reports the streams as joined before the node has answered. A short request to the same node, which
    // takes as long on a busy node, shows when the node has answered.
    await Promise.race([end, logTail(kube, one.pod, one.container, signal)]);
    await delay(time, undefined, { signal }).catch(() => {});
  }
}
