import type { Kube } from '../../kube/kube.ts';
import type { Ref } from '../../kube/types.ts';
import type { Diagnosis } from '../diagnose/diagnosis.ts';
import { startingOthers } from './others.ts';
import type { ProcessProgress } from './progress.ts';
import type { Snapshot } from './snapshot.ts';

/** Failures that may end by themselves when something else has started: a database, another process. */
const recoverable = new Set(['rollout.crash', 'rollout.init-failed', 'rollout.completed', 'rollout.probe']);
/** Minimum milliseconds between two looks at the other workloads. */
const lookIntervalMs = 1000;
/** Milliseconds that a failing check gets after everything else has started. */
const checkMs = 30_000;

export interface PatienceOptions {
  /** Workloads of the release beside the processes of the app. */
  others: readonly Ref[];
  /** Failed restarts after which a process counts as broken. */
  maxRestarts: number;
}

/**
 * Decides whether a failing process may still start. A process that fails while something else of its release is
 * starting may need exactly that, so its failure is final only when a run fails that began after everything else was up.
 */
export class Patience {
  readonly #kube: Kube;
  readonly #options: PatienceOptions;
  readonly #signal: AbortSignal;
  #lookedAt = 0;
  #others: string[] = [];
  #starting: string[] = [];
  /** When everything else was up, and the restarts of each pod at that time. Undefined: nothing was waited for. */
  #up: { at: number; restarts: Map<string, number> } | undefined;
  #hasWaited = false;

  constructor(kube: Kube, options: PatienceOptions, signal: AbortSignal) {
    this.#kube = kube;
    this.#options = options;
    this.#signal = signal;
  }

  /** What else of the release was starting when a process failed last. */
  get starting(): readonly string[] {
    return this.#starting;
  }

  /** Whether the failure is not final yet. `failing`: the processes with a diagnosis. */
  async isOpen(
    diagnosis: Diagnosis,
    {
      progress,
      failing,
      snapshot,
    }: { progress: readonly ProcessProgress[]; failing: string[]; snapshot: Snapshot },
  ): Promise<boolean> {
    if (!recoverable.has(diagnosis.code)) return false;
    const restarts = restartsOf(snapshot, diagnosis.pod);
    await this.#look(snapshot.now);
    const processes = progress.filter(({ done, process }) => !done && !failing.includes(process));
    this.#starting = [...processes.map(({ process }) => process), ...this.#others];
    if (this.#starting.length > 0) {
      this.#hasWaited = true;
      this.#up = undefined;
      return true;
    }
    if (this.#hasWaited) {
      this.#up ??= { at: snapshot.now, restarts: allRestarts(snapshot) };
      if (diagnosis.code === 'rollout.probe') return snapshot.now - this.#up.at < checkMs;
      return restarts < (this.#up.restarts.get(diagnosis.pod ?? '') ?? 0) + this.#options.maxRestarts;
    }
    return diagnosis.code !== 'rollout.probe' && restarts < this.#options.maxRestarts;
  }

  async #look(now: number): Promise<void> {
    if (this.#options.others.length === 0 || now - this.#lookedAt < lookIntervalMs) return;
    this.#lookedAt = now;
    this.#others = await startingOthers(this.#kube, this.#options.others, this.#signal);
  }
}

function allRestarts({ pods }: Snapshot): Map<string, number> {
  return new Map(
    pods.map(({ metadata, status }) => {
      const containers = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
      return [metadata.name, Math.max(0, ...containers.map(({ restartCount }) => restartCount))];
    }),
  );
}

function restartsOf(snapshot: Snapshot, pod: string | undefined): number {
  return (pod !== undefined && allRestarts(snapshot).get(pod)) || 0;
}
