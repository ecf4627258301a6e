import { absentVolume, volumesFinalizer } from '../../core/labels.ts';
import { isConflict, isNotFound } from '../../kube/failure.ts';
import type { Kube } from '../../kube/kube.ts';
import type { NamespacedName, PersistentVolume, PersistentVolumeClaim } from '../../kube/types.ts';
import { type StorageContext, storageStep } from '../context.ts';
import { claimRef, finishedPodsReferencing, getClaim, volumesFor } from '../objects.ts';
import { waitUntilDeleted } from './wait-deleted.ts';

export interface Deletion {
  signal: AbortSignal;
  /** Hint for a claim that is not deleted in time. */
  hint: string;
  /**
   * Called before the claim is deleted, for each volume that is bound to the claim or reserved for it. The call may
   * repeat, and the binding may be only a moment old. A volume with the policy `Delete` is deleted with its
   * claim, including all data.
   */
  secure(volume: PersistentVolume): Promise<void>;
}

/**
 * Deletes a claim and waits until it is deleted. Kubernetes keeps a claim as long as a pod names it, even a finished
 * pod that is kept only for its log. Finished pods are therefore deleted too.
 */
export async function deleteClaim(
  context: StorageContext,
  claimName: NamespacedName,
  deletion: Deletion,
): Promise<void> {
  storageStep(context, 'delete-claim');
  const kube = await context.kube();
  const { signal, hint } = deletion;
  const claim = await preventBinding(kube, claimName, signal);
  if (!claim) return;
  await secureVolumes(kube, claim, deletion);
  await kube.delete(claimRef(claimName), { signal });
  for (const { metadata } of await finishedPodsReferencing(kube, claimName, { signal }))
    await kube.delete(
      { apiVersion: 'v1', kind: 'Pod', namespace: claimName.namespace, name: metadata.name },
      { signal },
    );
  if (isBindingPrevented(claim)) {
    storageStep(context, 'inspect-claim');
    await secureLateBindings(kube, claim, claimName, deletion);
  }
  await waitUntilDeleted(kube, { kind: 'PersistentVolumeClaim', ...claimName }, { signal, hint });
}

/**
 * Changes a claim without a volume so that the claim never gets one. Kubernetes could still bind the claim during its
 * deletion. Returns the claim, changed or not; undefined for a missing claim.
 */
async function preventBinding(
  kube: Kube,
  claimName: NamespacedName,
  signal: AbortSignal,
): Promise<PersistentVolumeClaim | undefined> {
  for (;;) {
    const claim = await getClaim(kube, claimName, { signal });
    if (!claim || claim.spec.volumeName || claim.metadata.deletionTimestamp) return claim;
    const { resourceVersion, finalizers = [] } = claim.metadata;
    const change = {
      metadata: { resourceVersion, finalizers: [...finalizers, volumesFinalizer] },
      spec: { volumeName: absentVolume },
    };
    try {
      return await kube.patch<PersistentVolumeClaim>(claimRef(claimName), change, { signal });
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
  }
}

function isBindingPrevented({ metadata }: PersistentVolumeClaim): boolean {
  return metadata.finalizers?.includes(volumesFinalizer) ?? false;
}

/**
 * Secures volumes that were bound to the claim during its deletion. The controller that binds claims may have acted on
 * outdated data, which the controller that protects claims shares. When the protecting controller has removed its
 * finalizer from the claim, the data is current and no later binding follows.
 */
async function secureLateBindings(
  kube: Kube,
  claim: PersistentVolumeClaim,
  claimName: NamespacedName,
  deletion: Deletion,
): Promise<void> {
  const { signal, hint } = deletion;
  await waitUntilDeleted(
    kube,
    { kind: 'PersistentVolumeClaim', ...claimName },
    { signal, hint, finalizer: volumesFinalizer },
  );
  await secureVolumes(kube, claim, deletion);
  // This is the last finalizer: an object that is being deleted cannot get new finalizers.
  await kube.patch(claimRef(claimName), { metadata: { finalizers: null } }, { signal }).catch((error) => {
    if (!isNotFound(error)) throw error;
  });
}

async function secureVolumes(
  kube: Kube,
  claim: PersistentVolumeClaim,
  { secure, signal }: Deletion,
): Promise<void> {
  for (const volume of await volumesFor(kube, claim, { signal })) await secure(volume);
}
