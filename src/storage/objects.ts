import { label } from '../core/labels.ts';
import { isFinished } from '../kube/containers.ts';
import type { CallOptions, Kube } from '../kube/kube.ts';
import type {
  NamespacedName,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  Ref,
  StorageClass,
} from '../kube/types.ts';

export function claimRef({ name, namespace }: NamespacedName): Ref {
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name };
}

export function volumeRef(name: string): Ref {
  return { apiVersion: 'v1', kind: 'PersistentVolume', name };
}

export function getClaim(
  kube: Kube,
  claimName: NamespacedName,
  options: CallOptions = {},
): Promise<PersistentVolumeClaim | undefined> {
  return kube.get<PersistentVolumeClaim>(claimRef(claimName), options);
}

export function getVolume(
  kube: Kube,
  name: string,
  options: CallOptions = {},
): Promise<PersistentVolume | undefined> {
  return kube.get<PersistentVolume>(volumeRef(name), options);
}

/** Returns the volume of a claim. A volume that the claim names counts only when the volume refers to the claim too. */
export async function volumeOf(
  kube: Kube,
  claim: PersistentVolumeClaim | undefined,
  options: CallOptions = {},
): Promise<PersistentVolume | undefined> {
  if (!claim?.spec.volumeName) return undefined;
  const volume = await getVolume(kube, claim.spec.volumeName, options);
  return volume && refersToClaim(volume, claim) ? volume : undefined;
}

/** Returns every volume that is bound to a claim or reserved for it, no matter which volume the claim names. */
export async function volumesFor(
  kube: Kube,
  claim: PersistentVolumeClaim,
  options: CallOptions = {},
): Promise<PersistentVolume[]> {
  const volumes = await kube.list<PersistentVolume>({ apiVersion: 'v1', kind: 'PersistentVolume' }, options);
  return volumes.filter((volume) => refersToClaim(volume, claim));
}

function refersToClaim({ spec }: PersistentVolume, { metadata }: PersistentVolumeClaim): boolean {
  const { name, namespace, uid } = spec.claimRef ?? {};
  const same = name === metadata.name && namespace === metadata.namespace;
  return same && (uid === undefined || uid === metadata.uid);
}

/** Returns the volumes of an entry that still refer to its deleted claim. */
export async function volumesOfDeletedClaim(
  kube: Kube,
  { name, namespace }: NamespacedName,
  options: CallOptions = {},
): Promise<PersistentVolume[]> {
  const labelSelector = `${label.storageEntry}=${name}`;
  const volumes = await kube.list<PersistentVolume>(
    { apiVersion: 'v1', kind: 'PersistentVolume', labelSelector },
    options,
  );
  return volumes.filter(({ spec: { claimRef: ref } }) => ref?.name === name && ref.namespace === namespace);
}

export function listClasses(kube: Kube, options: CallOptions = {}): Promise<StorageClass[]> {
  return kube.list<StorageClass>({ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass' }, options);
}

/** Returns the class that creates the volumes of claims that name no class. */
export function defaultClass(classes: readonly StorageClass[]): StorageClass | undefined {
  return classes.find(
    ({ metadata }) => metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true',
  );
}

/** Returns the unfinished pods that use a claim. */
export async function podsUsing(
  kube: Kube,
  claimName: NamespacedName,
  options: CallOptions = {},
): Promise<Pod[]> {
  return unfinishedPods(await podsReferencing(kube, claimName, options));
}

/** Returns the finished pods that still refer to a claim. */
export async function finishedPodsReferencing(
  kube: Kube,
  claimName: NamespacedName,
  options: CallOptions = {},
): Promise<Pod[]> {
  return (await podsReferencing(kube, claimName, options)).filter(isFinished);
}

async function podsReferencing(kube: Kube, claimName: NamespacedName, options: CallOptions): Promise<Pod[]> {
  const { namespace } = claimName;
  const pods = await kube.list<Pod>({ apiVersion: 'v1', kind: 'Pod', namespace }, options);
  return pods.filter((pod) => usesClaim(pod, claimName));
}

export function unfinishedPods(pods: readonly Pod[]): Pod[] {
  return pods.filter((pod) => !isFinished(pod));
}

export function usesClaim({ metadata, spec }: Pod, { name, namespace }: NamespacedName): boolean {
  const claims = spec.volumes?.map(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName);
  return metadata.namespace === namespace && (claims?.includes(name) ?? false);
}

/** Returns the nodes that a volume is restricted to; empty for a volume without such a restriction. */
export function nodesOf(volume: PersistentVolume | undefined): string[] {
  const terms = volume?.spec.nodeAffinity?.required?.nodeSelectorTerms ?? [];
  return terms.flatMap(({ matchExpressions = [] }) =>
    matchExpressions
      .filter(({ key, operator }) => key === 'kubernetes.io/hostname' && operator === 'In')
      .flatMap(({ values = [] }) => values),
  );
}
