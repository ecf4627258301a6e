import type { PersistentVolume, PersistentVolumeClaim } from '../../../src/kube/types.ts';

/** Returns the claim of the entry `data`, as created by its Helm release. */
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

/** Returns the volume of that claim. */
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

/** The annotation that Kubernetes adds to a volume of a provisioner. */
export const provisioned = { annotations: { 'pv.kubernetes.io/provisioned-by': 'csi.example.com' } };
