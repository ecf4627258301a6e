import { absentVolume, volumesFinalizer } from '../../core/labels.ts';
import { isConflict, isNotFound } from '../../kube/failure.ts';
import type { Kube } from '../../kube/kube.ts';
import type { NamespacedName, PersistentVolume, PersistentVolumeClaim } from '../../kube/types.ts';
import { type StorageContext, storageStep } from '../context.ts';
import { claimRef, endedPodsNaming, getClaim, volumesFor } from '../objects.ts';
import { waitUntilDeleted } from './wait-deleted.ts';

export interface Deletion {
  signal: AbortSignal;
  /** What to do when it does not go. */
  hint: string;
  /**
   * Called, before the claim goes, for each volume that is tied to it or kept for it, maybe twice, and maybe since a
   * moment ago only: one under `Delete` goes with its claim, with all that is in it.
   */
  secure(volume: PersistentVolume): Promise<void>;
}

/**
 * Deletes a claim and waits until it is deleted. Kubernetes keeps a claim as long as a pod names it, even a finished pod
 * that is kept for its log only, so finished pods are deleted first.
 */
export async function deleteClaim(
  context: StorageContext,
  claimName: NamespacedName,
  deletion: Deletion,
): Promise<void> {
  storageStep(context, 'claim');
  const kube = await context.kube();
  const { signal, hint } = deletion;
  const claim = await close(kube, claimName, signal);
  if (!claim) return;
  await secureVolumes(kube, claim, deletion);
  await kube.delete(claimRef(claimName), { signal });
  for (const { metadata } of await endedPodsNaming(kube, claimName, { signal }))
    await kube.delete(
      { apiVersion: 'v1', kind: 'Pod', namespace: claimName.namespace, name: metadata.name },
      { signal },
    );
  if (isClosed(claim)) {
    storageStep(context, 'look');
    await secureLate(kube, claim, claimName, deletion);
  }
  await waitUntilDeleted(kube, { kind: 'PersistentVolumeClaim', ...claimName }, { signal, hint });
}

/**
 * Changes a claim that has no volume yet so that it never gets one: Kubernetes could still bind it while it is being
 * deleted. The changed claim; undefined when there is none.
 */
async function close(
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

function isClosed({ metadata }: PersistentVolumeClaim): boolean {
  return metadata.finalizers?.includes(volumesFinalizer) ?? false;
}

/**
 * The controller that binds claims may have acted on what it knew before. When its neighbour that protects claims,
 * which knows what it knows, has let go of this one, that is over.
 */
async function secureLate(
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
  // The last one: what is being deleted gets no others.
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
