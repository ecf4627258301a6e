import type { CallOptions, Kube } from '../kube/kube.ts';
import type { Claim, Condition, KubeObject, Pod, Ref } from '../kube/types.ts';

/** A claim with what storage reads of it. */
export interface StorageClaim extends Claim {
  spec: Claim['spec'] & { volumeName?: string; resources?: { requests?: { storage?: string } } };
  status?: { phase?: string; capacity?: { storage?: string }; conditions?: Condition[] };
}

export interface Volume extends KubeObject {
  spec: {
    accessModes?: string[];
    capacity?: { storage?: string };
    claimRef?: { namespace?: string; name?: string; uid?: string };
    hostPath?: { path: string };
    persistentVolumeReclaimPolicy?: string;
    storageClassName?: string;
    nodeAffinity?: {
      required?: {
        nodeSelectorTerms?: { matchExpressions?: { key: string; operator: string; values?: string[] }[] }[];
      };
    };
  };
  status?: { phase?: string; reason?: string; message?: string };
}

export interface StorageClass extends KubeObject {
  provisioner: string;
  allowVolumeExpansion?: boolean;
  reclaimPolicy?: string;
  volumeBindingMode?: string;
}

interface Place {
  name: string;
  namespace: string;
}

export function claimRef({ name, namespace }: Place): Ref {
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name };
}

export function volumeRef(name: string): Ref {
  return { apiVersion: 'v1', kind: 'PersistentVolume', name };
}

export function getClaim(
  kube: Kube,
  place: Place,
  options: CallOptions = {},
): Promise<StorageClaim | undefined> {
  return kube.get<StorageClaim>(claimRef(place), options);
}

export function getVolume(kube: Kube, name: string, options: CallOptions = {}): Promise<Volume | undefined> {
  return kube.get<Volume>(volumeRef(name), options);
}

export function listClasses(kube: Kube, options: CallOptions = {}): Promise<StorageClass[]> {
  return kube.list<StorageClass>({ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass' }, options);
}

/** The class that makes the volumes of claims without one. */
export function defaultClass(classes: readonly StorageClass[]): StorageClass | undefined {
  return classes.find(
    ({ metadata }) => metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true',
  );
}

/** Living pods that use a claim. */
export async function podsUsing(kube: Kube, { name, namespace }: Place, options: CallOptions = {}) {
  const pods = await kube.list<Pod>({ apiVersion: 'v1', kind: 'Pod', namespace }, options);
  return pods.filter(
    ({ spec, status }) =>
      spec.volumes?.some(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName === name) &&
      status?.phase !== 'Succeeded' &&
      status?.phase !== 'Failed',
  );
}

/** The nodes that a volume can be used on, when it is tied to some. */
export function nodesOf(volume: Volume | undefined): string[] {
  const terms = volume?.spec.nodeAffinity?.required?.nodeSelectorTerms ?? [];
  return terms.flatMap(({ matchExpressions = [] }) =>
    matchExpressions
      .filter(({ key, operator }) => key === 'kubernetes.io/hostname' && operator === 'In')
      .flatMap(({ values = [] }) => values),
  );
}
