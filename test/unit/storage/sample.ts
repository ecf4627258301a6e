import type { StorageEntry } from '../../../src/state/storage-entries.ts';

export function sampleEntry(fields: Partial<StorageEntry>): StorageEntry {
  return {
    name: 'data',
    scheduler: 'k3s',
    hostPath: '',
    size: '1Gi',
    accessMode: '',
    storageClass: '',
    volume: '',
    namespace: 'default',
    chown: '',
    mode: '',
    reclaimPolicy: '',
    annotations: {},
    labels: {},
    adopted: false,
    chownPending: false,
    ...fields,
  };
}
