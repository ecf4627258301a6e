import { expect } from 'chai';
import { legacyName, migrateApp, readLegacyMount } from '../../../src/storage/legacy.ts';
import { temporaryStore } from '../state/fixture.ts';

describe('mounts of older releases', () => {
  it('become entries of the names that other releases gave them', () => {
    expect(legacyName('/var/lib/dokku/data/storage/node-js-app')).to.equal('legacy-e61bb56c8d');
    expect(legacyName('some-docker-volume')).to.equal('legacy-7eb883343b');
  });

  it('are read only in their own form', () => {
    expect(readLegacyMount('/a:/b:ro,z')).to.deep.equal({
      host: '/a',
      container: '/b',
      options: ['ro', 'z'],
    });
    for (const text of ['a:/b', '/a:b', '/a', 'vol', '/a:/b:ro:x'])
      expect(readLegacyMount(text), text).to.equal(undefined);
  });

  it('move together or not at all, and once', () => {
    const fixture = temporaryStore();
    const { store } = fixture;
    try {
      store.apps.create('shop');
      const add = (phase: 'deploy' | 'run', option: string) =>
        store.dockerOptions.add('shop', { process: '_default_', phase, option });
      add('deploy', '-v /srv/a:/data:ro,z');
      add('run', '-v /srv/a:/data:ro,z');
      add('deploy', '--cap-add NET_ADMIN');
      add('run', '-v nonsense');
      expect(() => migrateApp(store, 'shop')).to.throw(/nonsense/);
      expect([store.mounts.list('shop').length, store.storageEntries.list().length]).to.deep.equal([0, 0]);
      store.dockerOptions.remove('shop', { process: '_default_', phase: 'run', option: '-v nonsense' });
      for (let time = 0; time < 2; time++) migrateApp(store, 'shop');
      const [mount, ...others] = store.mounts.list('shop');
      expect(others).to.deep.equal([]);
      expect(mount).to.include({ entry: legacyName('/srv/a'), readonly: true, volumeOptions: 'z' });
      expect(mount!.phases).to.deep.equal(['deploy', 'run']);
      expect(store.dockerOptions.list('shop').map(({ option }) => option)).to.deep.equal([
        '--cap-add NET_ADMIN',
      ]);
    } finally {
      fixture.end();
    }
  });
});
