import { expect } from 'chai';
import type { Actor } from '../../../src/access/actor.ts';
import { environmentFrom } from '../../../src/core/environment.ts';
import { createByPush } from '../../../src/lifecycle/create-by-push.ts';
import { temporaryStore } from '../state/fixture.ts';

describe('createByPush', () => {
  const { store, root, end } = temporaryStore();
  after(end);

  it('succeeds when another push has just created the app', async () => {
    const context = {
      environment: environmentFrom({ DOKKU_ROOT: root }, '/nowhere'),
      store,
      // createByPush reads `actor` after it has checked that the app does not exist, and before it creates the app.
      get actor(): Actor {
        if (!store.apps.exists('shop')) store.apps.create('shop');
        return { name: 'alice', via: 'local' };
      },
    };
    await createByPush(context, 'shop');
    expect(store.apps.names()).to.deep.equal(['shop']);
  });
});
