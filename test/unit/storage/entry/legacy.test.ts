import { expect } from 'chai';
import { legacyName, migrateApp, readLegacyMount } from '../../../../src/storage/entry/legacy.ts';
import { mountCommand, suggestNames } from '../../../../src/storage/entry/suggest.ts';
import { problemsOfEntryName } from '../../../../src/storage/entry/validate.ts';
import { temporaryStore } from '../../state/fixture.ts';

describe('mounts of older releases', () => {
  it('become entries of the names that other releases gave them', () => {
    expect(legacyName('/var/lib/dokku/data/storage/node-js-app')).to.equal('legacy-e61bb56c8d');
    expect(legacyName('some-docker-volume')).to.equal('legacy-7eb883343b');
  });

  it('are read only in the older form', () => {
    expect(readLegacyMount('/a:/b:ro,z')).to.deep.equal({
      host: '/a',
      container: '/b',
      options: ['ro', 'z'],
    });
    for (const text of ['a:/b', '/a:b', '/a', 'vol', '/a:/b:ro:x'])
      expect(readLegacyMount(text), text).to.equal(undefined);
  });

  it('are migrated all together or not at all, and only once', () => {
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
      expect(migrateApp(store, 'shop')).to.have.length(1);
      expect(migrateApp(store, 'shop')).to.deep.equal([]);
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

  it('stay read-only where only one phase was read-only, with a warning', () => {
    const fixture = temporaryStore();
    const { store } = fixture;
    try {
      store.apps.create('shop');
      const add = (phase: 'deploy' | 'run', option: string) =>
        store.dockerOptions.add('shop', { process: '_default_', phase, option });
      add('deploy', '-v /srv/a:/data/:ro');
      add('run', '-v /srv/a:/data');
      add('deploy', '-v /srv/b:/other');
      const moved = migrateApp(store, 'shop');
      expect(
        moved.map(({ mount, isNarrowed }) => [mount.containerPath, mount.readonly, isNarrowed]),
      ).to.deep.equal([
        ['/data', true, true],
        ['/other', false, false],
      ]);
      expect(
        store.mounts.list('shop').map(({ readonly, phases }) => [readonly, phases]),
      ).to.have.deep.members([
        [true, ['deploy', 'run']],
        [false, ['deploy']],
      ]);
    } finally {
      fixture.end();
    }
  });

  it('become entries of different names, mounted as before', () => {
    const hosts = ['/srv/photos', '/mnt/Photos_old/', '/backup/photos', 'volume_1', '/srv/photos'];
    const isTaken = (name: string) => name === 'shop-volume-1';
    expect(Object.fromEntries(suggestNames('shop', hosts, isTaken))).to.deep.equal({
      '/srv/photos': 'shop-photos',
      '/mnt/Photos_old/': 'shop-photos-old',
      '/backup/photos': 'shop-photos-2',
      volume_1: 'shop-volume-1-2',
    });
    expect([...suggestNames('shop', ['/a', '/a'], () => false).values()]).to.deep.equal(['shop-data']);
    const long = [
      ...suggestNames('a'.repeat(36), ['/x/much-too-long', '/y/much-too-long'], () => false).values(),
    ];
    for (const name of long) expect(problemsOfEntryName(name), name).to.deep.equal([]);
    expect(new Set(long).size).to.equal(2);
    const mount = {
      containerPath: '/data',
      processType: 'web',
      phases: ['deploy' as const],
      subpath: '',
      readonly: true,
      volumeOptions: '',
      volumeChown: '',
    };
    expect(mountCommand('shop', 'shop-data', mount)).to.equal(
      'storage:mount shop shop-data --container-dir /data --volume-readonly --phase deploy --process-type web',
    );
  });
});
