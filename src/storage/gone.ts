import { Failure } from '../core/failure.ts';
import type { Kube } from '../kube/kube.ts';
import type { KubeObject } from '../kube/types.ts';
import { waitFor } from '../kube/wait.ts';
import type { StorageEntry } from '../state/storage-entries.ts';
import { claimRef, endedPodsNaming } from './objects.ts';

/** Milliseconds in which Kubernetes has to let go of a claim, and a provisioner of a volume. */
const patience = 120_000;

interface Going extends KubeObject {
  status?: { message?: string };
}

/** Waits until an object is gone; one that stays is told with what its status says. */
export async function untilGone(
  kube: Kube,
  { kind, name, namespace }: { kind: string; name: string; namespace?: string },
  { signal, hint }: { signal: AbortSignal; hint: string },
): Promise<void> {
  const selector = { apiVersion: 'v1', kind, namespace, fieldSelector: `metadata.name=${name}` };
  let last: Going | undefined;
  const empty = ([object]: Going[]) => {
    last = object;
    return object ? undefined : true;
  };
  try {
    await waitFor<Going, true>(kube, selector, empty, { signal, timeout: patience, what: `${name} to go` });
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'kube.timeout') throw error;
    throw new Failure(`${kind} ${name} is still there after ${patience / 1000} s`, {
      code: 'storage.still-there',
      details: [last?.status?.message ?? ''].filter(Boolean),
      hint,
    });
  }
}

/**
 * Deletes the claim of an entry and waits until it is gone. Kubernetes keeps a claim as long as a pod names it, also
 * one that ended long ago and is kept for its log only, so those go first.
 */
export async function deleteClaim(
  kube: Kube,
  entry: StorageEntry,
  options: { signal: AbortSignal; hint: string },
): Promise<void> {
  const { signal } = options;
  const { namespace } = entry;
  if (!(await kube.delete(claimRef(entry), { signal }))) return;
  for (const { metadata } of await endedPodsNaming(kube, entry, { signal }))
    await kube.delete({ apiVersion: 'v1', kind: 'Pod', namespace, name: metadata.name }, { signal });
  await untilGone(kube, { kind: 'PersistentVolumeClaim', ...entry }, options);
}
