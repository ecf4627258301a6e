import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Store } from '../../../src/state/store.ts';
import { temporaryStore } from './fixture.ts';

describe('Store', () => {
  let fixture: ReturnType<typeof temporaryStore>;
  let store: Store;
  beforeEach(() => {
    fixture = temporaryStore();
    store = fixture.store;
    store.apps.create('shop');
  });
  afterEach(() => fixture.end());

  const release = (number: number) => ({
    app: 'shop',
    number,
    build: undefined,
    createdAt: number,
    description: `Deploy ${number}`,
    author: 'alice',
    commit: undefined,
    image: '{}',
    configHash: `hash${number % 2}`,
    appSpec: '{}',
    spec: '{}',
    kustomize: '{}',
    manifest: '',
  });

  it('accepts each name once', () => {
    expect(store.apps.create('shop')).to.equal(false);
    expect(store.apps.names()).to.deep.equal(['shop']);
  });

  it('renames an app with all its data', () => {
    store.properties.set('shop', 'ps', 'restore', 'false');
    store.config.set('shop', { A: '1' });
    store.domains.replace('shop', ['a.example']);
    store.ports.replace('shop', [{ scheme: 'http', host: 80, container: 5000 }]);
    store.scale.set('shop', { web: 3 });
    store.releases.begin(release(1), { A: '1' });
    store.releases.finish('shop', 1, { outcome: 'succeeded', stages: {} });
    store.apps.rename('shop', 'store');
    expect(store.properties.get('store', 'ps', 'restore')).to.equal('false');
    expect(store.config.all('store')).to.deep.equal({ A: '1' });
    expect(store.domains.list('store')).to.deep.equal(['a.example']);
    expect(store.ports.list('store')).to.have.length(1);
    expect(store.scale.all('store')).to.deep.equal({ web: 3 });
    expect(store.releases.current('store')).to.include({ number: 1, app: 'store' });
    expect(store.releases.config('store', 'hash1')).to.deep.equal({ A: '1' });
    expect(store.apps.exists('shop')).to.equal(false);
  });

  it('keeps no data of a destroyed app for the next app of that name', () => {
    store.config.set('shop', { SECRET: 'x' });
    store.properties.set('shop', 'ps', 'restore', 'false');
    store.releases.begin(release(1), {});
    store.apps.destroy('shop');
    store.apps.create('shop');
    expect(store.config.all('shop')).to.deep.equal({});
    expect(store.properties.all('shop', 'ps')).to.deep.equal({});
    expect(store.releases.list('shop')).to.deep.equal([]);
    expect(store.releases.newestNumber('shop')).to.equal(undefined);
  });

  it('prefers app values to global values, and treats empty values as unset', () => {
    store.properties.set('--global', 'ps', 'x', 'all');
    expect(store.properties.effective('shop', 'ps', 'x', 'none')).to.equal('all');
    store.properties.set('shop', 'ps', 'x', 'one');
    expect(store.properties.effective('shop', 'ps', 'x', 'none')).to.equal('one');
    store.properties.set('shop', 'ps', 'x', '');
    expect(store.properties.effective('shop', 'ps', 'x', 'none')).to.equal('all');
    store.config.set('--global', { A: 'all', B: 'all' });
    store.config.set('shop', { A: 'one', C: '' });
    expect(store.config.merged('shop')).to.deep.equal({ A: 'one', B: 'all', C: '' });
  });

  it('seals config in the file, and keeps the key private', () => {
    store.config.set('shop', { KEY: 'a-very-secret-value' });
    store = fixture.reopen();
    expect(store.config.get('shop', 'KEY')).to.equal('a-very-secret-value');
    const key = join(fixture.root, 'seal.key');
    expect(statSync(key).mode & 0o777).to.equal(0o600);
    for (const name of readdirSync(fixture.root)) {
      if (name !== 'seal.key')
        expect(readFileSync(join(fixture.root, name)).includes('a-very-secret-value'), name).to.equal(false);
    }
  });

  it('undoes everything when a part of a transaction fails', () => {
    expect(() =>
      store.transaction(() => {
        store.apps.create('other');
        store.config.set('other', { A: '1' });
        throw new Error('half-way');
      }),
    ).to.throw('half-way');
    expect(store.apps.names()).to.deep.equal(['shop']);
  });

  it('never changes a release that has ended', () => {
    store.releases.begin(release(1), {});
    expect(store.releases.finish('shop', 1, { outcome: 'failed', reason: 'why', stages: {} })).to.equal(true);
    expect(store.releases.finish('shop', 1, { outcome: 'succeeded', stages: {} })).to.equal(false);
    expect(store.releases.find('shop', 1)).to.include({ outcome: 'failed', reason: 'why' });
  });

  it('calls the newest release that succeeded the current one', () => {
    expect(store.releases.isDeployed('shop')).to.equal(false);
    expect(store.releases.currentParts('shop')).to.equal(undefined);
    for (const [number, outcome] of [
      [1, 'succeeded'],
      [2, 'succeeded'],
      [3, 'failed'],
    ] as const) {
      store.releases.begin(release(number), {});
      store.releases.finish('shop', number, { outcome, stages: {} });
    }
    expect(store.releases.current('shop')?.number).to.equal(2);
    expect(store.releases.isDeployed('shop')).to.equal(true);
    expect(store.releases.newestNumber('shop')).to.equal(3);
    expect(store.releases.ends('shop').map(({ number, outcome }) => [number, outcome])).to.deep.equal([
      [3, 'failed'],
      [2, 'succeeded'],
      [1, 'succeeded'],
    ]);
  });

  it('lists the namespaces of releases, the newest first', () => {
    for (const [number, namespace] of [
      [1, 'old'],
      [2, 'new'],
      [3, 'old'],
    ] as const)
      store.releases.begin({ ...release(number), spec: JSON.stringify({ namespace }) }, {});
    expect(store.releases.ends('shop').map(({ namespace }) => namespace)).to.deep.equal([
      'old',
      'new',
      'old',
    ]);
  });

  it('keeps the config of a release as long as a release refers to it', () => {
    for (const number of [1, 2, 3]) store.releases.begin(release(number), { N: String(number) });
    store.releases.remove('shop', 1);
    expect(store.releases.config('shop', 'hash1')).to.deep.equal({ N: '1' });
    store.releases.remove('shop', 3);
    expect(store.releases.config('shop', 'hash1')).to.equal(undefined);
    expect(store.releases.config('shop', 'hash0')).to.deep.equal({ N: '2' });
  });

  it('gives a lock to one of two processes, and a new number to each holder', () => {
    const claim = {
      owner: 'a',
      purpose: 'p',
      build: undefined,
      since: 1,
      heartbeat: 1,
      pid: 1,
      startTicks: 1,
      bootId: 'b',
    };
    const first = store.locks.acquire('shop', claim, () => true);
    expect(first).to.deep.equal({ fence: 1 });
    expect(store.locks.acquire('shop', { ...claim, owner: 'b' }, () => true)).to.have.nested.property(
      'holder.owner',
      'a',
    );
    expect(store.locks.acquire('shop', { ...claim, owner: 'b' }, () => false)).to.deep.equal({ fence: 2 });
    expect(store.locks.beat('shop', 1)).to.equal(false);
    store.locks.release('shop', 1);
    expect(store.locks.holder('shop')?.owner).to.equal('b');
    store.locks.break('shop');
    expect(store.locks.beat('shop', 2)).to.equal(false);
    expect(store.locks.holder('shop')).to.equal(undefined);
  });

  it('ends a build exactly once', () => {
    store.builds.start({
      id: 'b1',
      app: 'shop',
      kind: 'build',
      source: undefined,
      author: undefined,
      commit: undefined,
      pid: 1,
      startTicks: 1,
      bootId: 'b',
      startedAt: 1,
    });
    expect(store.builds.running()).to.have.length(1);
    expect(store.builds.finish('b1', { status: 'canceled', exitCode: 130 })).to.equal(true);
    expect(store.builds.finish('b1', { status: 'succeeded', exitCode: 0 })).to.equal(false);
    expect(store.builds.find('shop', 'b1')).to.include({ status: 'canceled', exitCode: 130 });
  });

  it('keeps the domains of each app in their order, and names the app with a property', () => {
    store.domains.replace('shop', ['b.example', 'a.example', 'b.example']);
    store.domains.replace('--global', ['a.example']);
    expect(store.domains.list('shop')).to.deep.equal(['b.example', 'a.example']);
    store.properties.set('shop', 'apps', 'renamed-from', 'old');
    expect(store.properties.scopesWith('apps', 'renamed-from', 'old')).to.deep.equal(['shop']);
  });
});
