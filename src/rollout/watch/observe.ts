import pMap from 'p-map';
import { selectorOf } from '../../core/labels.ts';
import { byTime } from '../../kube/events.ts';
import { isTransient } from '../../kube/failure.ts';
import type { Kube } from '../../kube/kube.ts';
import { type Mirror, mirror } from '../../kube/mirror.ts';
import type { Deployment, KubeEvent, PersistentVolumeClaim, Pod, ReplicaSet } from '../../kube/types.ts';
import { ageOf, isReady, type Snapshot } from './snapshot.ts';

export interface ObserveOptions {
  namespace: string;
  app: string;
  /** Selects the observed objects; default: all objects labelled as part of the app. */
  labelSelector?: string;
  /** Whether Deployments and ReplicaSets are observed too. A task has neither. */
  workloads: boolean;
  signal: AbortSignal;
}

/** Maximum milliseconds between two snapshots, so that conditions that depend on time are noticed. */
const snapshotIntervalMs = 300;
/** Minimum milliseconds between two reads of the events of one object. */
const eventIntervalMs = 2000;
/** Milliseconds between full lists of the objects: well below the 10 seconds within which a reason must be shown. */
const relistIntervalMs = 8000;

/**
 * Yields snapshots of an app: the first when all objects are listed, then one after each change and a few each second.
 * Reads events only for pods that are slow to become ready, because a namespace can hold thousands of events.
 */
export async function* observe(kube: Kube, options: ObserveOptions): AsyncGenerator<Snapshot> {
  const { namespace, app, labelSelector = selectorOf(app) } = options;
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  let changed = Promise.withResolvers<void>();
  const follow = <T extends Deployment | ReplicaSet | Pod>(apiVersion: string, kind: string): Mirror<T> =>
    mirror<T>(
      kube,
      { apiVersion, kind, namespace, labelSelector },
      { signal, relistIntervalMs: relistIntervalMs, onChange: () => changed.resolve() },
    );
  const pods = follow<Pod>('v1', 'Pod');
  const deployments = options.workloads ? follow<Deployment>('apps/v1', 'Deployment') : undefined;
  const replicaSets = options.workloads ? follow<ReplicaSet>('apps/v1', 'ReplicaSet') : undefined;
  const mirrors = [pods, deployments, replicaSets].filter((copy) => copy !== undefined);
  const ended = Promise.all(mirrors.map((copy) => copy.ended));
  ended.catch(() => {});
  const ticker = setInterval(() => changed.resolve(), snapshotIntervalMs);
  const slowPods = new SlowPodDetails(kube, namespace, signal);
  try {
    await Promise.race([Promise.all(mirrors.map((copy) => copy.listed)), ended]);
    while (!options.signal.aborted) {
      changed = Promise.withResolvers();
      await slowPods.refresh([...pods.objects.values()]);
      yield {
        app,
        now: Date.now(),
        deployments: [...(deployments?.objects.values() ?? [])],
        replicaSets: [...(replicaSets?.objects.values() ?? [])],
        pods: [...pods.objects.values()],
        events: slowPods.events(),
        claims: [...slowPods.claims.values()],
      };
      await Promise.race([changed.promise, ended]);
    }
  } finally {
    clearInterval(ticker);
    stop.abort();
  }
}

/** Events and claims of the pods that are slow to become ready. */
class SlowPodDetails {
  readonly claims = new Map<string, PersistentVolumeClaim>();
  readonly #kube: Kube;
  readonly #namespace: string;
  readonly #signal: AbortSignal;
  readonly #events = new Map<string, { at: number; events: KubeEvent[] }>();

  constructor(kube: Kube, namespace: string, signal: AbortSignal) {
    this.#kube = kube;
    this.#namespace = namespace;
    this.#signal = signal;
  }

  events(): KubeEvent[] {
    return [...this.#events.values()].flatMap(({ events }) => events);
  }

  async refresh(pods: Pod[]): Promise<void> {
    const now = Date.now();
    const slow = pods.filter(
      (pod) =>
        !isReady(pod) && !pod.metadata.deletionTimestamp && ageOf(pod.metadata.creationTimestamp, now) > 1000,
    );
    try {
      await pMap(slow, (pod) => this.#readPod(pod, now), { concurrency: 4 });
    } catch (error) {
      // The events read earlier are still valid. The watches decide how long the API server may be unreachable.
      if (!isTransient(error)) throw error;
    }
  }

  async #readPod(pod: Pod, now: number): Promise<void> {
    if (!(await this.#readEvents(pod.metadata.uid!, now)) || pod.spec.nodeName) return;
    for (const volume of pod.spec.volumes ?? []) {
      if (volume.persistentVolumeClaim) await this.#readClaim(volume.persistentVolumeClaim.claimName, now);
    }
  }

  async #readClaim(name: string, now: number): Promise<void> {
    const ref = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: this.#namespace, name };
    const claim = await this.#kube.get<PersistentVolumeClaim>(ref, { signal: this.#signal });
    if (!claim) return void this.claims.delete(name);
    this.claims.set(name, claim);
    await this.#readEvents(claim.metadata.uid!, now);
  }

  /** Reads the events of an object. Returns false when they were read less than `eventIntervalMs` ago. */
  async #readEvents(uid: string, now: number): Promise<boolean> {
    const before = this.#events.get(uid);
    if (before && now - before.at < eventIntervalMs) return false;
    const selector = {
      apiVersion: 'v1',
      kind: 'Event',
      namespace: this.#namespace,
      fieldSelector: `involvedObject.uid=${uid}`,
    };
    const events = await this.#kube.list<KubeEvent>(selector, { signal: this.#signal });
    this.#events.set(uid, { at: now, events: byTime(events) });
    return true;
  }
}
