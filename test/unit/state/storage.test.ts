import { expect } from 'chai';
import { identityOf } from '../../../src/exec/process.ts';
import type { Mount } from '../../../src/state/apps/mounts.ts';
import { sampleEntry } from '../storage/sample.ts';
import { temporaryStore } from './fixture.ts';

const entry = sampleEntry({ annotations: { team: 'a' } });

const mount: Mount = {
  entry: 'data',
  containerPath: '/data',
  processType: '_default_',
  phases: ['deploy', 'run'],
  subpath: '',
  readonly: true,
  volumeOptions: '',
  volumeChown: '',
};

describe('storage in the store', () => {
  let fixture: ReturnType<typeof temporaryStore>;
  beforeEach(() => {
    fixture = temporaryStore();
    fixture.store.apps.create('shop');
    fixture.store.storageEntries.put(entry);
  });
  afterEach(() => fixture.end());

  it('keeps entries and their running changes over a restart', () => {
    const self = identityOf(process.pid)!;
    const state = { change: 'set', owner: self, notes: { was: '1Gi' } } as const;
    fixture.store.storageEntries.markChange('data', state);
    const { storageEntries } = fixture.reopen();
    expect(storageEntries.find('data')).to.deep.equal(entry);
    expect(storageEntries.state('data')).to.deep.equal(state);
    storageEntries.updateNotes('data', { was: '2Gi' });
    expect(storageEntries.state('data')?.notes).to.deep.equal({ was: '2Gi' });
    storageEntries.put({ ...entry, size: '2Gi' });
    expect(storageEntries.state('data')?.change).to.equal('set');
    storageEntries.clearChange('data');
    expect(storageEntries.state('data')).to.equal(undefined);
    expect(storageEntries.list().map(({ size }) => size)).to.deep.equal(['2Gi']);
  });

  it('keeps mounts when an app is renamed, and deletes them with the app', () => {
    const { store } = fixture;
    store.mounts.put('shop', mount);
    store.mounts.put('shop', { ...mount, readonly: false });
    store.apps.rename('shop', 'store');
    expect(store.mounts.list('store')).to.deep.equal([{ ...mount, readonly: false }]);
    expect(store.mounts.usersOf('data')).to.deep.equal(['store']);
    expect(() => store.storageEntries.remove('data')).to.throw(/FOREIGN KEY/);
    store.apps.destroy('store');
    expect(store.mounts.users().size).to.equal(0);
    store.storageEntries.remove('data');
  });
});
