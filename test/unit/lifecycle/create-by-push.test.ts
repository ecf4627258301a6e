import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Actor } from '../../../src/access/actor.ts';
import { environmentFrom } from '../../../src/core/environment.ts';
import { createByPush } from '../../../src/lifecycle/create-by-push.ts';
import { Store } from '../../../src/state/store.ts';

describe('createByPush', () => {
  const root = mkdtempSync(join(tmpdir(), 'dokku-create-'));
  const environment = environmentFrom({ DOKKU_ROOT: root }, '/nowhere');
  const store = Store.open(environment);
  after(() => {
    store.close();
    rmSync(root, { recursive: true });
  });

  it('is content when another push has just made the app', async () => {
    const context = {
      environment,
      store,
      // Asked for between the look whether the app is there and the making of it.
      get actor(): Actor {
        if (!store.apps.exists('shop')) store.apps.create('shop');
        return { name: 'alice', via: 'local' };
      },
    };
    await createByPush(context, 'shop');
    expect(store.apps.names()).to.deep.equal(['shop']);
  });
});
