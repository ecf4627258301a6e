import { join } from 'node:path';
import { environmentFrom } from '../../src/core/environment.ts';
import { Output } from '../../src/core/output.ts';
import { createApp } from '../../src/lifecycle/create.ts';
import { GLOBAL } from '../../src/state/scope.ts';
import { Store } from '../../src/state/store.ts';

const nowhere = { write: () => {} };

/** Makes an installation's folder with so many apps, none of them deployed. */
export async function makeFleet(root: string, apps: number): Promise<void> {
  const environment = environmentFrom({ DOKKU_ROOT: root }, join(import.meta.dirname, '../..'));
  const store = Store.open(environment);
  const out = new Output({ stdout: nowhere, stderr: nowhere });
  try {
    store.properties.set(GLOBAL, 'scheduler-k3s', 'kubeconfig-path', process.env.KUBECONFIG!);
    for (let number = 1; number <= apps; number++)
      await createApp({ environment, store, out }, `app-${String(number).padStart(4, '0')}`);
  } finally {
    store.close();
  }
}
