import { expect } from 'chai';
import { chooseTarget, restoreConfig } from '../../../../src/deploy/requests/rollback.ts';
import { GLOBAL } from '../../../../src/state/scope.ts';
import type { Store } from '../../../../src/state/store.ts';
import { failureOf } from '../../build/failing.ts';
import { temporaryStore } from '../../state/fixture.ts';
import { specOf, storeRelease } from '../sample.ts';

describe('a rollback', () => {
  let fixture: ReturnType<typeof temporaryStore>;
  let store: Store;
  beforeEach(() => {
    fixture = temporaryStore();
    store = fixture.store;
    store.apps.create('shop');
  });
  afterEach(() => fixture.end());

  const target = (number?: number) => chooseTarget(store, 'shop', number).number;
  const refusal = (number?: number) => failureOf(() => chooseTarget(store, 'shop', number));

  it('selects the release before the current one', () => {
    for (const number of [1, 2]) storeRelease(store, number, 'succeeded');
    storeRelease(store, 3, 'canceled');
    storeRelease(store, 4, 'succeeded');
    expect(target()).to.equal(2);
  });

  it('selects the current release when the newest release may have left pods', () => {
    for (const number of [1, 2]) storeRelease(store, number, 'succeeded');
    storeRelease(store, 3, 'failed');
    expect(target()).to.equal(2);
    storeRelease(store, 4, 'abandoned');
    expect(target()).to.equal(2);
  });

  it('selects the release before the current one when a cancelled or failed release was already rolled back', () => {
    for (const number of [1, 2]) storeRelease(store, number, 'succeeded');
    storeRelease(store, 3, 'canceled');
    expect(target()).to.equal(1);
    const deploy = { timeoutSeconds: 60, rollbackOnFailure: true, kustomize: undefined };
    storeRelease(store, 4, 'failed', { spec: specOf({ number: 4, deploy }) });
    expect(target()).to.equal(1);
  });

  it('selects any release that served, by its number', () => {
    for (const number of [1, 2, 3]) storeRelease(store, number, 'succeeded');
    expect(target(1)).to.equal(1);
  });

  it('is refused without an earlier release', async () => {
    expect((await refusal()).message).to.equal('shop has no earlier release');
    storeRelease(store, 1, 'succeeded');
    expect((await refusal()).message).to.equal('shop has no earlier release');
  });

  it('is refused for a release that does not exist, is current, or never went live', async () => {
    storeRelease(store, 1, 'failed', { reason: 'web crashed\nmore' });
    storeRelease(store, 2, 'succeeded');
    expect((await refusal(7)).message).to.equal('shop has no release v7');
    expect((await refusal(2)).message).to.equal('Release v2 of shop is already the current release');
    expect((await refusal(1)).message).to.equal('Release v1 of shop never went live (failed: web crashed)');
  });

  it('restores the config of the release, over the current global config', () => {
    store.config.set(GLOBAL, { SHARED: 'all', OVERLAID: 'all' });
    store.config.set('shop', { NEW: '1', CHANGED: 'new', OVERLAID: 'own' });
    const wanted = { SHARED: 'all', OVERLAID: 'all', CHANGED: 'old', REMOVED: '1' };
    restoreConfig(store, 'shop', wanted);
    expect(store.config.merged('shop')).to.deep.equal(wanted);
    expect(store.config.all('shop')).to.not.have.any.keys('SHARED', 'NEW');
  });
});
