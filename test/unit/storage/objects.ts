import type { PersistentVolume, PersistentVolumeClaim } from '../../../src/kube/types.ts';

/** The claim of the entry `data`, as its Helm release made it. */
export function claim(fields: Partial<PersistentVolumeClaim['spec']> = {}): PersistentVolumeClaim {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name: 'data',
      namespace: 'default',
      uid: 'claim-1',
      creationTimestamp: '2026-01-01T00:00:00Z',
      annotations: { 'meta.helm.sh/release-name': 'storage-data' },
    },
    spec: { volumeName: 'pv-1', accessModes: ['ReadWriteOnce'], ...fields },
    status: { phase: fields.volumeName === '' ? 'Pending' : 'Bound' },
  };
}

/** The volume of that claim. */
export function volume(
  spec: Partial<PersistentVolume['spec']> = {},
  metadata: Partial<PersistentVolume['metadata']> = {},
): PersistentVolume {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'pv-1', uid: 'pv-1', creationTimestamp: '2026-01-01T00:00:05Z', ...metadata },
    spec: {
      persistentVolumeReclaimPolicy: 'Retain',
      claimRef: { name: 'data', namespace: 'default', uid: 'claim-1' },
      ...spec,
    },
    status: { phase: 'Bound' },
  };
}

/** Kubernetes says so of a volume that a provisioner has made. */
export const provisioned = { annotations: { 'pv.kubernetes.io/provisioned-by': 'csi.example.com' } };
