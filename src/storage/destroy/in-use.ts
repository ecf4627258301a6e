import { Failure } from '../../core/failure.ts';
import { label } from '../../core/labels.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';
import type { Store } from '../../state/store.ts';
import type { StorageContext } from '../context.ts';
import { podsUsing } from '../objects.ts';

/** Refuses to destroy an entry that an app mounts. */
export function requireUnmounted(store: Store, { name }: StorageEntry): void {
  const apps = store.mounts.usersOf(name);
  if (apps.length === 0) return;
  throw new Failure(`The storage entry ${name} is mounted by ${apps.join(', ')}; it was not destroyed`, {
    code: 'storage.mounted',
    hint: apps.map((app) => `Unmount the entry with: dokku storage:unmount ${app} ${name}`),
  });
}

/** Refuses to destroy an entry that running pods use. */
export async function requireNoPods({ kube, signal }: StorageContext, entry: StorageEntry): Promise<void> {
  if (entry.scheduler !== 'k3s') return;
  const using = await podsUsing(await kube(), entry, { signal });
  // Kubernetes keeps a claim until terminating pods are deleted.
  const pods = using.filter(({ metadata }) => !metadata.deletionTimestamp);
  if (pods.length === 0) return;
  const owners = new Set(pods.flatMap(({ metadata }) => metadata.labels?.[label.partOf] ?? []));
  throw new Failure(`The storage entry ${entry.name} is still in use; it was not destroyed`, {
    code: 'storage.in-use',
    details: pods.map(({ metadata }) => `pod ${metadata.name}`),
    hint:
      owners.size > 0
        ? [...owners].map(
            (app) =>
              `Running pods of ${app} still use the entry. Deploy ${app} without the entry: dokku ps:restart ${app}`,
          )
        : `Delete these pods first: kubectl --namespace ${entry.namespace} delete pod ${pods.map(({ metadata }) => metadata.name).join(' ')}`,
  });
}
