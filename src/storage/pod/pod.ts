import { Failure } from '../../core/failure.ts';
import { randomHex } from '../../core/ids.ts';
import type { Kube } from '../../kube/kube.ts';
import type { NamespacedName, ObjectMeta } from '../../kube/types.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';
import { getClaim } from '../objects.ts';
import { reconcileVolume } from '../set/reconcile-volume.ts';
import { nodeInUse, podLabels, podSpec } from './pod-spec.ts';
import { waitUntilRunning } from './wait-until-running.ts';

export const container = 'exec';

export interface PodRequest {
  image: string;
  uid: number | undefined;
  signal: AbortSignal;
  /** Seconds after which Kubernetes stops the pod, even when this process has died. */
  deadline: number;
}

/** Runs `body` with a pod that mounts the entry at `/data`. Deletes the pod afterwards, also when `body` fails. */
export async function withPod<T>(
  kube: Kube,
  entry: StorageEntry,
  request: PodRequest,
  body: (pod: NamespacedName) => Promise<T>,
): Promise<T> {
  const { signal } = request;
  if (!(await getClaim(kube, entry, { signal })))
    throw new Failure(`The claim of ${entry.name} is missing from the cluster`, {
      code: 'storage.claim-missing',
      hint: `Show the entry with: dokku storage:info ${entry.name}`,
    });
  const labels = podLabels(entry, 'storage-exec');
  const pod = { namespace: entry.namespace, name: `dokku-storage-exec-${entry.name}-${randomHex(3)}` };
  try {
    await kube.create(await podManifest(kube, entry, { ...pod, labels }, request), { signal });
    await waitUntilRunning(kube, { ...pod, labels }, signal);
    await reconcileVolume(kube, entry, { signal });
    return await body(pod);
  } finally {
    // The caller's signal may already be aborted, for example by Ctrl-C.
    const options = { gracePeriodSeconds: 0, signal: AbortSignal.timeout(10_000) };
    await kube.delete({ apiVersion: 'v1', kind: 'Pod', ...pod }, options).catch(() => false);
  }
}

async function podManifest(
  kube: Kube,
  entry: StorageEntry,
  metadata: ObjectMeta,
  { image, uid, signal, deadline }: PodRequest,
) {
  const node = await nodeInUse(kube, entry, signal);
  const command = ['sleep', String(deadline)];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata,
    spec: { ...podSpec(entry, { image, command, uid, container, node }), activeDeadlineSeconds: deadline },
  };
}
