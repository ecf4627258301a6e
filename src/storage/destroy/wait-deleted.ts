import { Failure } from '../../core/failure.ts';
import type { Kube } from '../../kube/kube.ts';
import type { KubeObject } from '../../kube/types.ts';
import { waitFor } from '../../kube/wait.ts';

/** Milliseconds for Kubernetes to delete a claim, or for a provisioner to delete a volume. */
const deletionTimeoutMs = 120_000;

interface DeletingObject extends KubeObject {
  status?: { message?: string };
}

/**
 * Waits until an object is deleted, or kept by `finalizer` alone. After a timeout, the Failure quotes the object's
 * status.
 */
export async function waitUntilDeleted(
  kube: Kube,
  { kind, name, namespace }: { kind: string; name: string; namespace?: string },
  { signal, hint, finalizer }: { signal: AbortSignal; hint: string; finalizer?: string },
): Promise<void> {
  const selector = { apiVersion: 'v1', kind, namespace, fieldSelector: `metadata.name=${name}` };
  let last: DeletingObject | undefined;
  const checkDeleted = ([object]: DeletingObject[]) => {
    last = object;
    const kept = object?.metadata.finalizers?.every((name) => name === finalizer) ?? false;
    return !object || (finalizer && kept) ? true : undefined;
  };
  try {
    await waitFor<DeletingObject, true>(kube, selector, checkDeleted, {
      signal,
      timeout: deletionTimeoutMs,
      what: `${name} to be deleted`,
    });
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'kube.timeout') throw error;
    throw new Failure(`${kind} ${name} still exists after ${deletionTimeoutMs / 1000} s`, {
      code: 'storage.still-there',
      details: [last?.status?.message ?? ''].filter(Boolean),
      hint,
    });
  }
}
