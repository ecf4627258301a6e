import { humanDuration } from '../../core/clock.ts';
import { type Failure, throwIfCancelled } from '../../core/failure.ts';
import type { Output } from '../../core/output.ts';
import type { Kube } from '../../kube/kube.ts';
import type { Ref } from '../../kube/types.ts';
import type { Diagnosis } from '../diagnose/diagnosis.ts';
import { diagnoseRollout } from '../diagnose/index.ts';
import { Deadline } from './deadline.ts';
import { failureOf } from './failure.ts';
import { observe } from './observe.ts';
import { Patience } from './patience.ts';
import { isPulling, stateOf } from './pod-state.ts';
import { type ProcessProgress, progressLine, progressOf } from './progress.ts';
import { isReady, newPods, type PodFacts, podFacts, type Snapshot, type Target } from './snapshot.ts';
import { StartupWatch } from './startup-watch.ts';

export interface RolloutOptions {
  namespace: string;
  app: string;
  /** Deployments to wait for, in the order of their progress lines. */
  deployments: Target[];
  /** Milliseconds without progress; default 5 minutes. */
  timeout?: number;
  /**
   * Milliseconds for which a process without a readiness check must keep running after the cluster reports it ready.
   * Detects a crash right after the start. Default: 1 second; 0 trusts the cluster.
   */
  minUptimeMs?: number;
  /** Workloads of the release beside the processes. A process may fail until they have started. */
  others?: readonly Ref[];
  /** Failed restarts after which a process counts as broken; default 1. */
  maxRestarts?: number;
  /** Selects the Deployments, ReplicaSets and pods to watch; default: all that are labelled as part of the app. */
  labelSelector?: string;
}

const defaultTimeoutMs = 300_000;
/** Milliseconds without output after which the state is printed again, shortly before the keep-alive line is due. */
const maxSilenceMs = 9_000;

/**
 * Follows an applied rollout until every Deployment runs only its new version. Throws a `Failure` (`rollout.<reason>`)
 * with the last log lines as soon as the rollout cannot succeed any more. Throws `rollout.timeout` after `timeout`
 * milliseconds without progress, and `Cancelled` when `signal` is aborted.
 */
export async function watchRollout(
  kube: Kube,
  options: RolloutOptions,
  { out, signal }: { out: Output; signal: AbortSignal },
): Promise<void> {
  const {
    namespace,
    app,
    deployments: targets,
    timeout = defaultTimeoutMs,
    minUptimeMs = 1000,
    labelSelector,
    others = [],
    maxRestarts = 1,
  } = options;
  const patience = new Patience(kube, { others, maxRestarts }, signal);
  const deadline = new Deadline(timeout);
  const report = new Report(out);
  using startup = new StartupWatch(kube, targets, minUptimeMs, signal);
  for await (const snapshot of observe(kube, { namespace, app, labelSelector, workloads: true, signal })) {
    const progress = targets.map((target) => progressOf(target, snapshot));
    const waiting = waitingPods(targets, snapshot);
    report.print(progress, waiting);
    startup.watchYoungContainers(snapshot);
    if (progress.every(({ done }) => done) && (await startup.confirmStable(snapshot))) return;
    const diagnoses = diagnoseRollout(targets, snapshot);
    const failing = diagnoses.map(({ process }) => process);
    const isOpen = await Promise.all(
      diagnoses.map((each) => patience.isOpen(each, { progress, failing, snapshot })),
    );
    const [diagnosis] = diagnoses.filter((_, index) => !isOpen[index]);
    const open = diagnoses.filter((_, index) => isOpen[index]);
    if (open.length > 0 && patience.starting.length > 0)
      report.printOnce(`${open[0]!.message}; waiting until ${patience.starting.join(', ')} has started`);
    if (diagnosis) {
      const rest = diagnoses.filter((each) => each !== diagnosis);
      throw await failureOf(
        kube,
        withPortChoice(diagnosis, targets),
        { namespace, app, others: rest },
        signal,
      );
    }
    const ready = progress.reduce((sum, one) => sum + one.ready, 0);
    // All wanted pods are ready. Only cluster timers remain: a minimum uptime, or the grace period of an old pod.
    const waitingForTimers = progress.every((one) => one.done || one.ready >= one.wanted);
    deadline.update(ready, waitingForTimers || waiting.some(isPulling));
    if (deadline.isOver()) {
      const reasons = open.map(({ message }) => message);
      throw await timeoutFailure(
        kube,
        options,
        { progress, waiting, reasons, starting: patience.starting },
        signal,
      );
    }
  }
  throwIfCancelled(signal);
}

function waitingPods(targets: Target[], snapshot: Snapshot): PodFacts[] {
  return targets.flatMap(({ name, process }) => {
    const deployment = snapshot.deployments.find(({ metadata }) => metadata.name === name);
    const pods = deployment ? newPods(deployment, snapshot).filter((pod) => !isReady(pod)) : [];
    return pods.map((pod) => podFacts(pod, process, snapshot));
  });
}

/** The state at the end of a rollout without progress. */
interface Stuck {
  progress: ProcessProgress[];
  waiting: PodFacts[];
  /** Failures that could have ended by themselves. */
  reasons: readonly string[];
  /** Other workloads that have not started. */
  starting: readonly string[];
}

/** A check fails on a port that was chosen among several: the choice may be wrong. */
function withPortChoice(diagnosis: Diagnosis, targets: Target[]): Diagnosis {
  const choice = targets.find(({ process }) => process === diagnosis.process)?.portChoice;
  if (!choice || !['rollout.probe', 'rollout.timeout'].includes(diagnosis.code)) return diagnosis;
  return { ...diagnosis, hint: [choice, ...[diagnosis.hint].flat()] };
}

async function timeoutFailure(
  kube: Kube,
  { namespace, app, deployments: targets, timeout = defaultTimeoutMs }: RolloutOptions,
  { progress, waiting, reasons, starting }: Stuck,
  signal: AbortSignal,
): Promise<Failure> {
  const late = progress.filter(({ done }) => !done);
  const [first] = waiting;
  const diagnosis = {
    code: 'rollout.timeout',
    process: late[0]!.process,
    pod: first?.pod.metadata.name,
    container: first?.containers.find(({ status }) => status?.state?.running)?.name,
    message: `No progress for ${humanDuration(timeout)}: ${late.map(progressLine).join(' · ')}`,
    details: [
      ...waiting.slice(0, 5).map((facts) => `${facts.pod.metadata.name}: ${stateOf(facts)}`),
      ...reasons,
      ...(starting.length > 0 ? [`Not started: ${starting.join(', ')}`] : []),
    ],
    hint: `Allow more time with: dokku scheduler-k3s:set ${app} deploy-timeout <seconds>`,
  };
  return failureOf(kube, withPortChoice(diagnosis, targets), { namespace, app }, signal);
}

/** Prints each change of the progress, and repeats the state after a long silence. */
class Report {
  readonly #out: Output;
  readonly #printedLines = new Map<string, string>();
  #lastLine = Date.now();

  constructor(out: Output) {
    this.#out = out;
  }

  print(progress: ProcessProgress[], waiting: PodFacts[]): void {
    for (const one of progress) {
      const line = progressLine(one);
      if (this.#printedLines.get(one.process) === line) continue;
      this.#printedLines.set(one.process, line);
      this.#printLine(line);
    }
    if (Date.now() - this.#lastLine < maxSilenceMs) return;
    for (const one of progress.filter(({ done }) => !done)) {
      const pod = waiting.find((facts) => facts.process === one.process);
      this.#printLine(
        pod ? `${progressLine(one)} (${pod.pod.metadata.name} ${stateOf(pod)})` : progressLine(one),
      );
    }
  }

  printOnce(line: string): void {
    if (this.#printedLines.has(line)) return;
    this.#printedLines.set(line, line);
    this.#printLine(line);
  }

  #printLine(line: string): void {
    this.#out.detail(line);
    this.#lastLine = Date.now();
  }
}
