import { EVERY_PROCESS } from '../../state/apps/docker-options.ts';
import type { Mount } from '../../state/apps/mounts.ts';
import type { Store } from '../../state/store.ts';
import type { MountSetting } from '../mounts/mount-rules.ts';

/** Reads an app's mounts, with the data of their entries that the mount rules need. */
export function readMounts(store: Store, app: string): MountSetting[] {
  return store.mounts.list(app).map((mount) => mountSetting(store, app, mount));
}

export function mountSetting(store: Store, app: string, mount: Mount): MountSetting {
  const { scheduler, hostPath, accessMode, namespace } = store.storageEntries.find(mount.entry)!;
  const others = store.mounts.usersOf(mount.entry).filter((other) => other !== app);
  return {
    ...mount,
    scheduler,
    hostPath,
    accessMode: accessMode || 'ReadWriteOnce',
    namespace,
    foreignPods: others.map((other) => ({ app: other, pods: podsWith(store, other, mount.entry) })),
  };
}

function podsWith(store: Store, app: string, entry: string): number {
  const types = store.mounts
    .list(app)
    .filter((mount) => mount.entry === entry && mount.phases.includes('deploy'))
    .map(({ processType }) => processType);
  return Object.entries(store.scale.maxPods(app))
    .filter(([process]) => types.includes(EVERY_PROCESS) || types.includes(process))
    .reduce((sum, [, most]) => sum + most, 0);
}
