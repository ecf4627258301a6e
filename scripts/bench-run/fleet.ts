import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentFrom } from '../../src/core/environment.ts';
import { Output } from '../../src/core/output.ts';
import { createApp } from '../../src/lifecycle/create.ts';
import { GLOBAL } from '../../src/state/scope.ts';
import { Store } from '../../src/state/store.ts';
import { input, release } from '../../test/unit/release/sample.ts';

const nowhere = { write: () => {} };
const actor = { name: 'bench', via: 'local' } as const;

/** Creates an installation's folder with this many apps, as if each had been deployed once. */
export async function makeFleet(root: string, apps: number): Promise<void> {
  const environment = environmentFrom({ DOKKU_ROOT: root }, join(import.meta.dirname, '../..'));
  const store = Store.open(environment);
  const out = new Output({ stdout: nowhere, stderr: nowhere });
  try {
    store.properties.set(GLOBAL, 'scheduler-k3s', 'kubeconfig-path', process.env.KUBECONFIG!);
    for (let number = 1; number <= apps; number++) {
      const app = `app-${String(number).padStart(4, '0')}`;
      await createApp({ environment, store, actor, out }, app, { force: false });
      noteRelease(store, app);
    }
  } finally {
    store.close();
  }
}

const manifest = readFileSync(
  join(import.meta.dirname, '../../test/golden/cases/hello/expected.yaml'),
  'utf8',
);

/**
 * Stores the record of a deploy without objects in the cluster. Commands query the cluster, but its speed is not
 * measured.
 */
function noteRelease(store: Store, app: string): void {
  const { appSpec, image } = input({ app });
  store.releases.begin(
    {
      app,
      number: 1,
      build: undefined,
      createdAt: Date.now(),
      description: 'Deploy 3f2c91a',
      author: 'bench',
      commit: undefined,
      image: JSON.stringify(image),
      configHash: 'none',
      appSpec: JSON.stringify(appSpec),
      spec: JSON.stringify(release({ app })),
      kustomize: '{}',
      manifest,
    },
    {},
  );
  store.releases.finish(app, 1, { outcome: 'succeeded', stages: {} });
}
