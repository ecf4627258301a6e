import { Failure } from '../core/failure.ts';
import { isHeldAlone } from '../release/mounts/mount-rules.ts';
import { readNamespace } from '../release/settings/read-namespace.ts';
import { readMounts } from '../release/settings/read-storage.ts';
import type { Mount } from '../state/apps/mounts.ts';
import type { Store } from '../state/store.ts';

/** The mounts that a clone can share with the original app. Throws when a mount cannot be shared. */
export function sharedMounts(store: Store, from: string, to: string): Mount[] {
  const mounts = readMounts(store, from);
  const namespace = readNamespace(store.properties, from, to);
  const elsewhere = mounts.find((mount) => mount.scheduler === 'k3s' && mount.namespace !== namespace);
  if (elsewhere) throw inAnotherNamespace(from, to, { ...elsewhere, target: namespace });
  const alone = mounts.filter(isHeldAlone);
  if (alone.length === 0) return store.mounts.list(from);
  throw new Failure(
    `Cannot clone ${from} with its storage: a storage entry can be mounted in one place at a time`,
    {
      code: 'app.clone-storage',
      details: [...new Set(alone.map(({ entry, accessMode }) => `${entry} is ${accessMode}`))],
      hint: [
        `Clone the app without storage: dokku apps:clone --skip-storage ${from} ${to}`,
        'To copy the data, create another entry for the clone and run: dokku storage:export <entry> | dokku storage:import <other>',
      ],
    },
  );
}

function inAnotherNamespace(
  from: string,
  to: string,
  { entry, namespace, target }: { entry: string; namespace: string; target: string },
): Failure {
  return new Failure(
    `Cannot clone ${from} with its storage: pods can use only claims of their own namespace`,
    {
      code: 'app.clone-storage',
      details: [`${entry} is in namespace ${namespace}, and ${to} will be in ${target}`],
      hint: [
        `Clone the app without storage: dokku apps:clone --skip-storage ${from} ${to}`,
        `Then create an entry for the clone: dokku storage:create <name> --namespace ${target} --size <size>`,
        `To copy the data: dokku storage:export ${entry} | dokku storage:import <name>`,
      ],
    },
  );
}
