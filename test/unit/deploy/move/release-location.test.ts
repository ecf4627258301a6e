import { expect } from 'chai';
import { rememberRename } from '../../../../src/deploy/move/pending-rename.ts';
import { currentReleaseIfElsewhere, locationsOf } from '../../../../src/deploy/move/release-location.ts';
import { GLOBAL } from '../../../../src/state/scope.ts';
import type { Store } from '../../../../src/state/store.ts';
import { temporaryStore } from '../../state/fixture.ts';
import { specOf, storeRelease } from '../sample.ts';

describe('the locations of an app', () => {
  let fixture: ReturnType<typeof temporaryStore>;
  let store: Store;
  beforeEach(() => {
    fixture = temporaryStore();
    store = fixture.store;
    store.apps.create('shop');
  });
  afterEach(() => fixture.end());

  const locations = () =>
    locationsOf(store, 'shop').map(({ release, namespace }) => `${namespace}/${release}`);

  it('include the namespace of the app, else the global namespace', () => {
    expect(locations()).to.deep.equal(['default/shop']);
    store.properties.set(GLOBAL, 'scheduler-k3s', 'namespace', 'all');
    expect(locations()).to.deep.equal(['all/shop']);
    store.properties.set('shop', 'scheduler-k3s', 'namespace', 'own');
    expect(locations()).to.deep.equal(['own/shop']);
  });

  it('include those of its releases, each once and the newest first', () => {
    for (const [number, namespace] of [
      [1, 'old'],
      [2, 'older'],
      [3, 'old'],
      [4, 'default'],
    ] as const)
      storeRelease(store, number, 'succeeded', { spec: specOf({ number, namespace }) });
    expect(locations()).to.deep.equal(['default/shop', 'old/shop', 'older/shop']);
  });

  it('have both names until a rename is finished', () => {
    storeRelease(store, 1, 'succeeded', { spec: specOf({ namespace: 'old' }) });
    rememberRename(store, 'shop', 'store');
    expect(locations()).to.deep.equal(['default/shop', 'old/shop', 'default/store', 'old/store']);
  });

  it('include the current release in another namespace or under another name', () => {
    const serving = specOf();
    expect(currentReleaseIfElsewhere(serving, specOf({ number: 2 }))).to.equal(undefined);
    expect(currentReleaseIfElsewhere(undefined, specOf())).to.equal(undefined);
    expect(currentReleaseIfElsewhere(serving, specOf({ namespace: 'other' }))).to.equal(serving);
    expect(currentReleaseIfElsewhere(serving, specOf({ app: 'store' }))).to.equal(serving);
  });
});
