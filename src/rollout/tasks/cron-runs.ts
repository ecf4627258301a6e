import { label } from '../../core/labels.ts';
import { containersOf, isFinished } from '../../kube/containers.ts';
import type { Kube } from '../../kube/kube.ts';
import type { Job, Pod } from '../../kube/types.ts';
import { isManaged } from '../objects/ownership.ts';

/** One run of a scheduled task, started by its schedule or by hand. */
export interface CronRun {
  namespace: string;
  /** Name of the Job. */
  job: string;
  app: string;
  /** Hash of the task. */
  hash: string;
  /** Name of the pod; undefined if the pod was deleted or never created. */
  pod: string | undefined;
  /** RFC 3339. */
  startedAt: string;
  status: 'running' | 'succeeded' | 'failed';
  exitStatus: number | undefined;
  /** Why Kubernetes stopped the run, like `DeadlineExceeded`. */
  reason: string | undefined;
}

/** Returns the runs that the cluster keeps, newest first. `selector` selects the Jobs and their pods by their labels. */
export async function cronRuns(
  kube: Kube,
  selector: { namespace?: string; labelSelector: string },
  signal: AbortSignal,
): Promise<CronRun[]> {
  const [jobs, pods] = await Promise.all([
    kube.list<Job>({ apiVersion: 'batch/v1', kind: 'Job', ...selector }, { signal }),
    kube.list<Pod>({ apiVersion: 'v1', kind: 'Pod', ...selector }, { signal }),
  ]);
  return jobs
    .filter(isManaged)
    .map((job) =>
      runOf(
        job,
        pods.find(
          ({ metadata }) =>
            metadata.namespace === job.metadata.namespace &&
            metadata.labels?.[label.job] === job.metadata.name,
        ),
      ),
    )
    .toSorted((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
}

export function runOf({ metadata, status }: Job, pod: Pod | undefined): CronRun {
  const ended = status?.conditions?.find(
    ({ type, status: held }) => (type === 'Complete' || type === 'Failed') && held === 'True',
  );
  const terminated = pod && containersOf(pod).find(({ init }) => !init)?.status?.state?.terminated;
  const reason = ended?.reason === 'BackoffLimitExceeded' ? terminated?.reason : ended?.reason;
  return {
    namespace: metadata.namespace ?? '',
    job: metadata.name,
    app: metadata.labels?.[label.partOf] ?? '',
    hash: metadata.labels?.[label.cronHash] ?? '',
    pod: pod?.metadata.name,
    startedAt: status?.startTime ?? metadata.creationTimestamp ?? '',
    status: ended ? (ended.type === 'Complete' ? 'succeeded' : 'failed') : statusOf(pod),
    exitStatus: terminated?.exitCode,
    reason: ended?.type === 'Failed' && reason !== 'Error' ? reason : undefined,
  };
}

/** A run has one pod, so its result is known before Kubernetes sets the condition of the Job. */
function statusOf(pod: Pod | undefined): CronRun['status'] {
  if (!pod || !isFinished(pod)) return 'running';
  return pod.status?.phase === 'Succeeded' ? 'succeeded' : 'failed';
}

/** Describes the result of a run, like `failed (exit status 7)`. */
export function describeResult({ status, exitStatus, reason }: CronRun): string {
  if (status !== 'failed') return status;
  const details = [exitStatus !== undefined && `exit status ${exitStatus}`, reason].filter(Boolean);
  return details.length > 0 ? `failed (${details.join(', ')})` : 'failed';
}
