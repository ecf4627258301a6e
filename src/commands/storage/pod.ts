import type { Context } from '../../cli/invoke/context.ts';
import { Failure } from '../../core/failure.ts';
import type { Kube } from '../../kube/kube.ts';
import type { NamespacedName } from '../../kube/types.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';
import { findEntry, requireComplete } from '../../storage/entry/entry-lock.ts';
import { ownerOf } from '../../storage/entry/owner.ts';
import { withPod } from '../../storage/pod/pod.ts';
import { imageOf } from '../../storage/pod/pod-spec.ts';

export const imageFlag = {
  type: 'string',
  summary: 'Image of the pod (default: alpine:3, or the image of storage:set --global image)',
  placeholder: 'IMAGE',
} as const;

interface PodFlags {
  image?: string | undefined;
  /** A uid; default: the owner of the entry. */
  asUser?: string | undefined;
  /** Seconds. */
  deadline?: number | undefined;
}

/** Runs `body` while a pod that mounts the entry runs. */
export async function withEntryPod<T>(
  context: Context,
  name: string,
  { image, asUser, deadline }: PodFlags,
  body: (kube: Kube, pod: NamespacedName, entry: StorageEntry) => Promise<T>,
): Promise<T> {
  const { store, signal } = context;
  const entry = findEntry(store, name);
  requireComplete(store, name);
  if (entry.scheduler !== 'k3s')
    throw new Failure(`${name} is a docker-local entry without a volume in the cluster`, {
      code: 'storage.local',
    });
  if (asUser !== undefined && !/^\d{1,10}$/.test(asUser))
    throw new Failure(`--as-user must be a uid; got "${asUser}"`, { code: 'usage' });
  const owner = ownerOf(entry.chown);
  const uid = asUser === undefined ? (typeof owner === 'number' ? owner : undefined) : Number(asUser);
  const kube = await context.kube();
  const request = { image: image ?? imageOf(store), uid, signal, deadline: deadline ?? 86_400 };
  return withPod(kube, entry, request, (pod) => body(kube, pod, entry));
}
