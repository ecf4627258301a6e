import { Failure } from '../core/failure.ts';
import { isHeldAlone } from '../release/mounts/mount-rules.ts';
import { readMounts } from '../release/settings/read-storage.ts';
import type { Mount } from '../state/apps/mounts.ts';
import type { Store } from '../state/store.ts';

/** The mounts that a clone can have beside the app itself; refused when there are others. */
export function sharedMounts(store: Store, from: string, to: string): Mount[] {
  const alone = readMounts(store, from).filter(isHeldAlone);
  if (alone.length === 0) return store.mounts.list(from);
  throw new Failure(`${from} cannot be cloned with its storage: it can be used in one place at a time`, {
    code: 'app.clone-storage',
    details: [...new Set(alone.map(({ entry, accessMode }) => `${entry} is ${accessMode}`))],
    hint: [
      `Clone it without storage: dokku apps:clone --skip-storage ${from} ${to}`,
      'To have a copy of the data, give the clone an entry of its own: dokku storage:export <entry> | dokku storage:import <other>',
    ],
  });
}
