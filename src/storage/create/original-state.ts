import { Failure } from '../../core/failure.ts';
import { annotation, label } from '../../core/labels.ts';
import type { Kube } from '../../kube/kube.ts';
import type { KubeObject, PersistentVolume, PersistentVolumeClaim, Ref } from '../../kube/types.ts';
import { waitFor } from '../../kube/wait.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';
import { entryRelease, type StorageContext } from '../context.ts';
import { claimRef, volumeRef } from '../objects.ts';

/** An object that existed before its entry, with the merge patch that restores the object. */
export interface OriginalState {
  ref: Ref;
  patch: { metadata: Metadata; spec?: object };
  /** Reclaim policy of a volume. The policy is restored separately, because `Delete` can lose the data. */
  policy?: string;
}

interface Metadata {
  labels: Record<string, string | null>;
  annotations: Record<string, string | null>;
}

/** Kubernetes sets this annotation on an existing volume that it has chosen for a claim. */
export const boundByControllerAnnotation = 'pv.kubernetes.io/bound-by-controller';

/** Milliseconds for the controllers to notice that a volume is free. */
const unboundTimeoutMs = 30_000;

export function originalClaim(entry: StorageEntry, claim: PersistentVolumeClaim): OriginalState {
  return { ref: claimRef(entry), patch: { metadata: originalMetadata(entry, claim) } };
}

export function originalVolume(entry: StorageEntry, volume: PersistentVolume): OriginalState {
  const { capacity, accessModes, claimRef: claim, persistentVolumeReclaimPolicy: policy } = volume.spec;
  return {
    ref: volumeRef(volume.metadata.name),
    patch: {
      metadata: originalMetadata(entry, volume, [boundByControllerAnnotation]),
      spec: {
        // The chart sets these fields only on the volume of a folder.
        ...(entry.hostPath !== '' && { capacity, accessModes }),
        // `null` removes fields that the claim reference did not have: a uid would bind the volume to the deleted
        // claim.
        claimRef: claim ? { uid: null, resourceVersion: null, ...claim } : null,
      },
    },
    policy,
  };
}

/** Returns the state of the same volume before any claim used it. */
export function unbound({ ref, patch: { metadata }, policy }: OriginalState): OriginalState {
  const annotations = { ...metadata.annotations, [boundByControllerAnnotation]: null };
  return { ref, patch: { metadata: { ...metadata, annotations }, spec: { claimRef: null } }, policy };
}

/** Returns the labels and annotations that Helm requires on an object of the entry's release. */
export function helmOwnership(entry: StorageEntry) {
  const { release, namespace } = entryRelease(entry);
  return {
    labels: { [label.managedBy]: 'Helm' },
    annotations: { [annotation.helmRelease]: release, [annotation.helmNamespace]: namespace },
  };
}

/**
 * Returns every label and annotation that the entry, or Kubernetes for the entry, sets on an object. Each has its
 * original value, or `null`.
 */
function originalMetadata(entry: StorageEntry, { metadata }: KubeObject, marks: string[] = []): Metadata {
  const ours = helmOwnership(entry);
  const labels = { ...ours.labels, ...entry.labels, [label.name]: '', [label.storageEntry]: '' };
  const annotations = {
    ...ours.annotations,
    ...entry.annotations,
    [annotation.managed]: '',
    [annotation.helmResourcePolicy]: '',
    ...Object.fromEntries(marks.map((mark) => [mark, ''])),
  };
  const before = (map: Record<string, string>, old: Record<string, string> = {}) =>
    Object.fromEntries(Object.keys(map).map((key) => [key, old[key] ?? null]));
  return { labels: before(labels, metadata.labels), annotations: before(annotations, metadata.annotations) };
}

/** Restores an object. A deleted object is not created again. */
export async function restoreOriginalState(
  { out }: Pick<StorageContext, 'out'>,
  kube: Kube,
  { ref, patch, policy }: OriginalState,
  signal: AbortSignal,
): Promise<void> {
  if (!(await kube.get(ref, { signal }))) return;
  const now = await kube.patch<PersistentVolume>(ref, patch, { signal });
  if (policy === undefined || now.spec.persistentVolumeReclaimPolicy === policy) return;
  if (policy !== 'Delete' || (await isInUseOrFree(kube, ref.name, signal)))
    await kube.patch(ref, { spec: { persistentVolumeReclaimPolicy: policy } }, { signal });
  else
    out.warn(
      `The volume ${ref.name} keeps the reclaim policy Retain: its earlier policy Delete would delete the volume now`,
    );
}

/**
 * Waits until a volume is bound or free; false after a timeout. A provisioner deletes a volume under `Delete` as soon
 * as the volume is Released, even a volume that is reserved for a claim.
 */
async function isInUseOrFree(kube: Kube, name: string, signal: AbortSignal): Promise<boolean> {
  const volumes = { apiVersion: 'v1', kind: 'PersistentVolume', fieldSelector: `metadata.name=${name}` };
  const safe = ([volume]: PersistentVolume[]) => {
    const phase = volume?.status?.phase;
    const bound = phase === 'Bound' && volume?.spec.claimRef?.uid !== undefined;
    return bound || (phase === 'Available' && !volume?.spec.claimRef?.uid) ? true : undefined;
  };
  try {
    return await waitFor<PersistentVolume, true>(kube, volumes, safe, {
      signal,
      timeout: unboundTimeoutMs,
      what: `the volume ${name} to become available`,
    });
  } catch (error) {
    if (error instanceof Failure && error.code === 'kube.timeout') return false;
    throw error;
  }
}
