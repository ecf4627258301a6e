import { Failure, throwIfCancelled } from '../../core/failure.ts';
import { randomHex } from '../../core/ids.ts';
import { newestOf } from '../../kube/events.ts';
import type { Kube } from '../../kube/kube.ts';
import type { KubeEvent, Pod } from '../../kube/types.ts';
import { waitFor } from '../../kube/wait.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';
import { getClaim } from '../objects.ts';
import { reconcileVolume } from '../set/reconcile-volume.ts';
import { nodeInUse, podLabels, podSpec } from './pod-spec.ts';

export const container = 'exec';

export interface PodRequest {
  image: string;
  uid: number | undefined;
  signal: AbortSignal;
  /** Seconds after which Kubernetes ends the pod, whatever has become of us. */
  deadline: number;
}

/** Milliseconds for image, volume and start. */
const startLimit = 60_000;

/** Runs `body` beside a pod that has the entry at `/data`. The pod goes however `body` ends. */
export async function withPod<T>(
  kube: Kube,
  entry: StorageEntry,
  request: PodRequest,
  body: (pod: { namespace: string; name: string }) => Promise<T>,
): Promise<T> {
  const { signal } = request;
  if (!(await getClaim(kube, entry, { signal })))
    throw new Failure(`The claim of ${entry.name} is gone from the cluster`, {
      code: 'storage.claim-missing',
      hint: `See: dokku storage:info ${entry.name}`,
    });
  const pod = { namespace: entry.namespace, name: `dokku-storage-exec-${entry.name}-${randomHex(3)}` };
  try {
    await kube.create(await manifest(kube, entry, pod, request), { signal });
    await started(kube, pod, signal);
    await reconcileVolume(kube, entry, { signal });
    return await body(pod);
  } finally {
    // Not the caller's signal: Ctrl-C is one of the ways that lead here.
    const options = { gracePeriodSeconds: 0, signal: AbortSignal.timeout(10_000) };
    await kube.delete({ apiVersion: 'v1', kind: 'Pod', ...pod }, options).catch(() => false);
  }
}

async function manifest(
  kube: Kube,
  entry: StorageEntry,
  metadata: { namespace: string; name: string },
  { image, uid, signal, deadline }: PodRequest,
) {
  const node = await nodeInUse(kube, entry, signal);
  const command = ['sleep', String(deadline)];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...metadata, labels: podLabels(entry, 'storage-exec') },
    spec: { ...podSpec(entry, { image, command, uid, container, node }), activeDeadlineSeconds: deadline },
  };
}

async function started(
  kube: Kube,
  { namespace, name }: { namespace: string; name: string },
  signal: AbortSignal,
): Promise<void> {
  const pods = { apiVersion: 'v1', kind: 'Pod', namespace, fieldSelector: `metadata.name=${name}` };
  let said = '';
  const look = ([pod]: Pod[]) => {
    const status = pod?.status?.containerStatuses?.[0]?.state;
    const waiting = status?.waiting;
    said = pod?.status?.conditions?.find(({ status: is }) => is === 'False')?.message ?? said;
    if (
      waiting &&
      /ErrImagePull|ImagePullBackOff|InvalidImageName|CreateContainer|RunContainerError/.test(
        waiting.reason ?? '',
      )
    )
      throw unstarted(waiting.message ?? waiting.reason!);
    if (status?.terminated)
      throw unstarted(status.terminated.message ?? status.terminated.reason ?? 'it ended');
    return status?.running ? true : undefined;
  };
  try {
    await waitFor<Pod, true>(kube, pods, look, { signal, timeout: startLimit, what: `pod ${name} to run` });
  } catch (error) {
    throwIfCancelled(signal);
    if (!(error instanceof Failure) || error.code !== 'kube.timeout') throw error;
    throw unstarted((await lastWarning(kube, namespace, name, signal)) ?? said);
  }
}

async function lastWarning(
  kube: Kube,
  namespace: string,
  name: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const fieldSelector = `involvedObject.name=${name},type=Warning`;
  const events = await kube.list<KubeEvent>(
    { apiVersion: 'v1', kind: 'Event', namespace, fieldSelector },
    { signal },
  );
  return newestOf(events)?.message;
}

function unstarted(reason: string): Failure {
  return new Failure('The pod for the storage entry did not start', {
    code: 'storage.pod',
    details: [reason].filter(Boolean),
    hint: 'Another image can be named with --image, or for all: dokku storage:set --global image <image>',
  });
}
