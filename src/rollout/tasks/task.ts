import { capitalize } from '../../core/capitalize.ts';
import { humanDuration } from '../../core/clock.ts';
import { Failure, throwIfCancelled } from '../../core/failure.ts';
import { label } from '../../core/labels.ts';
import type { Output } from '../../core/output.ts';
import { containersOf, defaultContainer } from '../../kube/containers.ts';
import { newestOf } from '../../kube/events.ts';
import type { StreamOptions } from '../../kube/exec.ts';
import type { Kube } from '../../kube/kube.ts';
import { readLogs } from '../../kube/logs.ts';
import type { Job, KubeEvent, NamespacedName, Pod, Terminated } from '../../kube/types.ts';
import { diagnoseStart } from '../diagnose/index.ts';
import { diagnoseRefusal } from '../diagnose/refused-pods.ts';
import { attachFromStart } from '../streams/attach.ts';
import { failureOf } from '../watch/failure.ts';
import { observe } from '../watch/observe.ts';
import { podFacts, type Snapshot } from '../watch/snapshot.ts';

export interface TaskOptions {
  app: string;
  /** Name in messages: `the predeploy task`. */
  label: string;
  out: Output;
  signal: AbortSignal;
  /** Maximum milliseconds from creation to completion; default: one hour. */
  timeout?: number;
  /** `detail` (the default) indents log lines below the current step; `raw` prints them unchanged. */
  style?: 'detail' | 'raw';
  /** Streams to attach to the process; default: the log of the process is printed. */
  attach?: Omit<StreamOptions, 'signal'>;
  /** Called once with the name of the pod. */
  onPod?: (name: string) => void;
}

/**
 * Creates a Job, prints its output and resolves to the exit status of its container. The status comes from the cluster,
 * not from the stream. Throws a `Failure` when the Job cannot start or takes too long, and `Cancelled` on abort; the
 * Job is then deleted. A finished Job stays until its own time to live is over.
 */
export async function runTask<T extends Job>(kube: Kube, job: T, options: TaskOptions): Promise<number> {
  const { timeout = 3_600_000 } = options;
  const expired = AbortSignal.timeout(timeout);
  const signal = AbortSignal.any([options.signal, expired]);
  let created = false;
  try {
    await kube.create(job, { signal });
    created = true;
    return await followJob(kube, job, options, signal);
  } catch (error) {
    // A Job that already existed under this name belongs to another command, so the Job is not deleted.
    if (created || signal.aborted) await remove(kube, job);
    throwIfCancelled(options.signal);
    if (!expired.aborted) throw error;
    throw tooLong(options.label, timeout);
  }
}

async function followJob(kube: Kube, job: Job, options: TaskOptions, signal: AbortSignal): Promise<number> {
  const { name, namespace = 'default' } = job.metadata;
  const labelSelector = `${label.job}=${name}`;
  const started = Date.now();
  let output: Promise<void> | undefined;
  let known: string | undefined;
  for await (const snapshot of observe(kube, {
    namespace,
    app: options.app,
    labelSelector,
    workloads: false,
    signal,
  })) {
    const pod = snapshot.pods[0];
    if (!pod) {
      if (known) throw await explainDeletion(kube, job, options.label, signal);
      if (snapshot.now - started > 2000) await refusePods(kube, job, options, signal);
      continue;
    }
    if (!known) options.onPod?.(pod.metadata.name);
    known = pod.metadata.name;
    const { container, running, terminated } = mainContainer(pod);
    if (running || (terminated && terminated.reason !== 'StartError')) {
      output ??= printOutput(kube, { namespace, name: known }, container, options, signal);
      // `await output` reports the error. Until then, an unhandled rejection must not end this process.
      output.catch(() => {});
    }
    if (terminated && output) {
      await output;
      // Many programs exit with 0 on SIGTERM. For a deleted pod, status 0 does not mean that the task is complete.
      if (pod.metadata.deletionTimestamp) throw await explainDeletion(kube, job, options.label, signal);
      return terminated.exitCode;
    }
    await refuseStart(kube, pod, snapshot, options, signal);
    if (pod.status?.phase === 'Failed' && !terminated) throw ended(options.label, pod.status.message);
  }
  throwIfCancelled(signal);
  throw ended(options.label);
}

function mainContainer(pod: Pod): {
  container: string;
  running: boolean;
  terminated: Terminated | undefined;
} {
  const container = defaultContainer(pod);
  const state = containersOf(pod).find(({ name, init }) => name === container && !init)?.status?.state;
  return { container, running: state?.running !== undefined, terminated: state?.terminated };
}

async function printOutput(
  kube: Kube,
  pod: NamespacedName,
  container: string,
  options: TaskOptions,
  signal: AbortSignal,
): Promise<void> {
  if (options.attach) return attachFromStart(kube, pod, container, { ...options.attach, signal });
  for await (const line of readLogs(kube, pod, { container, follow: true, signal })) {
    if (options.style === 'raw') options.out.line(line);
    else options.out.detail(line);
  }
}

async function refuseStart(
  kube: Kube,
  pod: Pod,
  snapshot: Snapshot,
  options: TaskOptions,
  signal: AbortSignal,
): Promise<void> {
  const diagnosis = diagnoseStart(podFacts(pod, options.label, snapshot));
  if (!diagnosis) return;
  // An attached user expects the exit status of a shell. A failed task of a deploy has no exit status of its own.
  const exitStatus = options.attach && diagnosis.exitStatus;
  const where = { namespace: pod.metadata.namespace!, app: options.app, exitStatus };
  throw await failureOf(kube, diagnosis, where, signal);
}

/** Throws when a Job without a pod was deleted, or when its events show why no pod was created. */
async function refusePods(kube: Kube, job: Job, options: TaskOptions, signal: AbortSignal): Promise<void> {
  const { name, namespace = 'default' } = job.metadata;
  const found = await kube.get<Job>({ apiVersion: 'batch/v1', kind: 'Job', namespace, name }, { signal });
  if (!found) throw ended(options.label);
  const events = await kube.list<KubeEvent>(
    {
      apiVersion: 'v1',
      kind: 'Event',
      namespace,
      fieldSelector: `involvedObject.name=${name},reason=FailedCreate`,
    },
    { signal },
  );
  const said = newestOf(events)?.message;
  if (said === undefined) return;
  throw await failureOf(
    kube,
    diagnoseRefusal(said, options.label, options.app, namespace),
    { namespace, app: options.app },
    signal,
  );
}

/**
 * Explains a deleted pod. The cluster deletes the pods of a Job after its deadline; other deletions come from outside.
 */
async function explainDeletion(kube: Kube, job: Job, label: string, signal: AbortSignal): Promise<Failure> {
  const { name, namespace = 'default' } = job.metadata;
  const found = await kube.get<Job>({ apiVersion: 'batch/v1', kind: 'Job', namespace, name }, { signal });
  const seconds = found?.spec.activeDeadlineSeconds;
  const late = found?.status?.conditions?.some(({ reason }) => reason === 'DeadlineExceeded');
  return late && seconds !== undefined ? tooLong(label, seconds * 1000) : ended(label);
}

/** `timeout` in milliseconds. */
function tooLong(label: string, timeout: number): Failure {
  return new Failure(
    `${capitalize(label)} was stopped because it took longer than ${humanDuration(timeout)}`,
    {
      code: 'rollout.task-timeout',
      hint: 'Shorten the task, or run it by hand with: dokku run:detached <app> <command>',
    },
  );
}

function ended(label: string, reason?: string): Failure {
  return new Failure(`${capitalize(label)} was stopped from outside${reason ? `: ${reason}` : ''}`, {
    code: 'rollout.task-ended',
    hint: 'Somebody deleted the Job or the pod of the task, or the node has failed. Run the task again',
  });
}

async function remove(kube: Kube, job: Job): Promise<void> {
  const { name, namespace } = job.metadata;
  // The caller's signal may already be aborted. When the cluster does not answer, the Job's own deadline ends the Job.
  const signal = AbortSignal.timeout(10_000);
  await kube.delete({ apiVersion: 'batch/v1', kind: 'Job', namespace, name }, { signal }).catch(() => false);
}
