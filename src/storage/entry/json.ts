import { withoutEmpty } from '../../release/without-empty.ts';
import type { Mount } from '../../state/apps/mounts.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';

/** Returns the JSON form of an entry: snake case, without empty fields and internal fields. */
export function entryJson(entry: StorageEntry): Record<string, unknown> {
  const { name, scheduler, hostPath, size, accessMode, storageClass, namespace, chown, mode } = entry;
  return withoutEmpty({
    name,
    scheduler,
    host_path: hostPath,
    size,
    access_mode: accessMode,
    storage_class: storageClass,
    volume: entry.volume,
    namespace: scheduler === 'k3s' ? namespace : '',
    chown,
    mode,
    reclaim_policy: entry.reclaimPolicy,
    annotations: entry.annotations,
    labels: entry.labels,
    schema_version: 1,
  });
}

/** Returns the JSON form of a mount. */
export function mountJson(mount: Mount): Record<string, unknown> {
  return withoutEmpty({
    entry_name: mount.entry,
    container_path: mount.containerPath,
    phases: mount.phases,
    process_type: mount.processType,
    subpath: mount.subpath,
    readonly: mount.readonly,
    volume_options: mount.volumeOptions,
    volume_chown: mount.volumeChown,
  });
}
