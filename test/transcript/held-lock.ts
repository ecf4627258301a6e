import { join } from 'node:path';
import { environmentFrom } from '../../src/core/environment.ts';
import { identityOf } from '../../src/exec/process.ts';
import { Store } from '../../src/state/store.ts';
import type { Installation } from './harness.ts';

/**
 * Holds the deploy lock of an app like another user's deploy, so that a push with `-o wait` stays in its hook. Returns
 * a function that releases the lock.
 */
export function holdLock({ root }: Installation, app: string): () => void {
  const store = Store.open(environmentFrom({ DOKKU_ROOT: join(root, 'state') }, ''));
  const now = Date.now();
  const claim = {
    owner: 'somebody',
    purpose: 'deploy 1234567',
    build: undefined,
    since: now,
    heartbeat: now,
  };
  const taken = store.locks.acquire(app, { ...identityOf(process.pid)!, ...claim }, () => true);
  if (!('fence' in taken)) throw new Error(`${app} is locked already`);
  let held = true;
  return () => {
    if (!held) return;
    held = false;
    store.locks.release(app, taken.fence);
    store.close();
  };
}
