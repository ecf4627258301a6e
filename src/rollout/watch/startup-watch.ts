import { PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { containersOf } from '../../kube/containers.ts';
import { attachToContainer } from '../../kube/exec.ts';
import { KubeFailure } from '../../kube/failure.ts';
import type { Kube } from '../../kube/kube.ts';
import type { NamespacedName, Pod } from '../../kube/types.ts';
import { logTail } from '../streams/log-tail.ts';
import { ageOf, newPods, type Snapshot, type Target } from './snapshot.ts';

/**
 * Milliseconds of uptime after which a process counts as stable. Long, because clocks differ and a busy node reports
 * late.
 */
const stableUptimeMs = 60_000;

/** A run of a container that has no readiness check and therefore counts as ready once started. */
export interface YoungContainer {
  pod: NamespacedName;
  container: string;
  /** Container ID. Each run has a different ID. */
  id: string;
}

/**
 * Returns one young container without a readiness check for each process of the new version. The kubelet reports such a
 * container ready before it notices a crash; on a busy node this takes seconds.
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
      return (
        !init && !spec?.readinessProbe && startedAt !== undefined && ageOf(startedAt, now) < stableUptimeMs
      );
    })
    .map(({ name, status }) => ({
      pod: { namespace: pod.metadata.namespace!, name: pod.metadata.name },
      container: name,
      id: status!.containerID ?? '',
    }));
}

/** Confirms a complete rollout: watches young processes for crashes while other processes become ready. */
export class StartupWatch implements Disposable {
  readonly #kube: Kube;
  readonly #targets: Target[];
  readonly #minUptimeMs: number;
  readonly #signal: AbortSignal;
  readonly #over = new AbortController();
  /** Watches by container ID. The cluster may still report an exited run as ready. */
  readonly #watches = new Map<string, CrashWatch>();

  /** `minUptimeMs`: time for which a process must keep running; 0 trusts the cluster. */
  constructor(kube: Kube, targets: Target[], minUptimeMs: number, signal: AbortSignal) {
    this.#kube = kube;
    this.#targets = targets;
    this.#minUptimeMs = minUptimeMs;
    this.#signal = AbortSignal.any([signal, this.#over.signal]);
  }

  /** Starts to watch all running young containers, so that their time passes while slower processes become ready. */
  watchYoungContainers(snapshot: Snapshot): CrashWatch[] {
    if (this.#minUptimeMs === 0) return [];
    return youngContainersOf(this.#targets, snapshot).map((one) => {
      const watch =
        this.#watches.get(one.id) ?? watchForCrash(this.#kube, one, this.#minUptimeMs, this.#signal);
      this.#watches.set(one.id, watch);
      return watch;
    });
  }

  async confirmStable(snapshot: Snapshot): Promise<boolean> {
    const watches = this.watchYoungContainers(snapshot);
    await Promise.all(watches.map(({ over }) => over));
    return watches.every(({ ended }) => !ended);
  }

  [Symbol.dispose](): void {
    this.#over.abort();
  }
}

interface CrashWatch {
  /** Whether the process has exited. May become true until `over` settles. */
  ended: boolean;
  /** Settles when the process has run for long enough, or has exited. */
  over: Promise<void>;
}

/**
 * Watches a process through an attach to its streams. The streams end with the process, and an attach to an exited
 * process fails. When the cluster forbids the attach, only the uptime counts.
 */
function watchForCrash(
  kube: Kube,
  one: YoungContainer,
  minUptimeMs: number,
  signal: AbortSignal,
): CrashWatch {
  const { promise: end, resolve: reportEnd } = Promise.withResolvers<void>();
  const watch: CrashWatch = { ended: false, over: Promise.race([end, waitForUptime()]) };
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

  async function waitForUptime(): Promise<void> {
    // The API server reports the streams as connected before the node has answered. A short request to the same node
    // takes as long on a busy node, so the node has answered when this request ends.
    await Promise.race([end, logTail(kube, one.pod, one.container, signal)]);
    await delay(minUptimeMs, undefined, { signal }).catch(() => {});
  }
}
