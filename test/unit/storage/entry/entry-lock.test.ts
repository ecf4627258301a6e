import { expect } from 'chai';
import type { Store } from '../../../../src/state/store.ts';
import { requireUnmounted } from '../../../../src/storage/destroy/in-use.ts';
import {
  beginChange,
  beginNewEntry,
  requireUnchanged,
  unfinishedChange,
} from '../../../../src/storage/entry/entry-lock.ts';
import { temporaryStore } from '../../state/fixture.ts';
import { sampleEntry } from '../sample.ts';

const dead = { pid: 1, startTicks: 1, bootId: 'another boot' };
const entry = sampleEntry({});

describe('a change of a storage entry', () => {
  let fixture: ReturnType<typeof temporaryStore>;
  let store: Store;
  beforeEach(() => {
    fixture = temporaryStore();
    ({ store } = fixture);
    store.storageEntries.put(entry);
  });
  afterEach(() => fixture.end());

  it('is refused when the entry was changed since it was read', () => {
    store.storageEntries.put({ ...entry, reclaimPolicy: 'Retain' });
    expect(() => beginChange(store, { ...entry, reclaimPolicy: 'Delete' }, 'destroy')).to.throw(
      /changed .* at the same time/,
    );
    expect(() => requireUnchanged(store, entry)).to.throw(/changed .* at the same time/);
    expect(store.storageEntries.state('data')).to.equal(undefined);
    store.storageEntries.remove('data');
    expect(() => beginChange(store, entry, 'destroy')).to.throw(/does not exist/);
    expect(store.storageEntries.find('data')).to.equal(undefined);
  });

  it('is refused when somebody mounted the entry meanwhile', () => {
    store.apps.create('shop');
    const fields = { subpath: '', readonly: false, volumeOptions: '', volumeChown: '' };
    store.mounts.put('shop', {
      entry: 'data',
      containerPath: '/data',
      processType: '_default_',
      phases: ['deploy'],
      ...fields,
    });
    const check = () => requireUnmounted(store, entry);
    expect(() => beginChange(store, entry, 'destroy', { check })).to.throw(/mounted by shop/);
    expect(store.storageEntries.state('data')).to.equal(undefined);
  });

  it('keeps another unfinished change when it is abandoned', () => {
    const left = { change: 'set', owner: dead, notes: { before: 'x' } } as const;
    store.storageEntries.markChange('data', left);
    const { abandonChange } = beginChange(store, entry, 'destroy', { next: { ...entry, size: '2Gi' } });
    expect(store.storageEntries.state('data')).to.include({ change: 'destroy' });
    abandonChange();
    expect(store.storageEntries.state('data')).to.deep.equal(left);
    expect(store.storageEntries.find('data')).to.deep.equal(entry);
  });

  it('continues with the notes of the same change that died', () => {
    store.storageEntries.markChange('data', { change: 'destroy', owner: dead, notes: { agreed: true } });
    expect(unfinishedChange(store, 'data')).to.equal('destroy');
    beginChange(store, entry, 'destroy');
    expect(store.storageEntries.state('data')?.notes).to.deep.equal({ agreed: true });
    expect(() => beginNewEntry(store, entry, {})).to.throw(/is changing/);
  });
});
