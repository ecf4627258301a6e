import { Failure } from '../core/failure.ts';
import { identityOf, isAlive, type ProcessIdentity } from '../exec/process.ts';
import { GLOBAL } from '../state/scope.ts';
import type { Store } from '../state/store.ts';

const plugin = 'cluster-lock';

/**
 * Runs `body` while no other process changes the same part of the cluster. A second change is refused; the lock of a
 * dead process counts as free. `subject` names the part in messages: `the sysctls of the nodes`. `unfinished` is true
 * when a process died during its change and no change has succeeded since.
 */
export async function withClusterLock<T>(
  store: Store,
  subject: string,
  body: (unfinished: boolean) => Promise<T>,
): Promise<T> {
  const { properties } = store;
  const dead = store.transaction(() => {
    const holder = properties.get(GLOBAL, plugin, subject);
    if (holder && isAlive(JSON.parse(holder) as ProcessIdentity))
      throw new Failure(`Another command is changing ${subject}; nothing was changed`, {
        code: 'cluster.busy',
        hint: 'Try again when that command has finished',
      });
    properties.set(GLOBAL, plugin, subject, JSON.stringify(identityOf(process.pid)));
    return holder;
  });
  try {
    const result = await body(dead !== undefined);
    properties.unset(GLOBAL, plugin, subject);
    return result;
  } catch (error) {
    if (dead === undefined) properties.unset(GLOBAL, plugin, subject);
    else properties.set(GLOBAL, plugin, subject, dead);
    throw error;
  }
}
