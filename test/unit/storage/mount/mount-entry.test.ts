import { expect } from 'chai';
import type { Kube } from '../../../../src/kube/kube.ts';
import { EVERY_PROCESS } from '../../../../src/state/apps/docker-options.ts';
import type { Mount } from '../../../../src/state/apps/mounts.ts';
import { mountEntry } from '../../../../src/storage/mount/mount-entry.ts';
import { StillCluster } from '../cluster.ts';
import { storageContext } from '../context.ts';
import { claim, volume } from '../objects.ts';
import { sampleEntry } from '../sample.ts';

const mount: Mount = {
  entry: 'data',
  containerPath: '/data',
  processType: EVERY_PROCESS,
  phases: ['deploy', 'run'],
  subpath: '',
  readonly: false,
  volumeOptions: '',
  volumeChown: '',
};

describe('mounting a storage entry', () => {
  let cluster: StillCluster;
  let kube: Kube;
  let given: ReturnType<typeof storageContext>;
  beforeEach(async () => {
    cluster = new StillCluster();
    kube = await cluster.start();
    cluster.put(claim(), volume());
    given = storageContext(kube);
    for (const app of ['shop', 'blog']) {
      given.store.apps.create(app);
      given.store.scale.set(app, { web: 1 });
    }
    given.store.storageEntries.put(sampleEntry({ accessMode: 'ReadWriteOncePod' }));
  });
  afterEach(async () => {
    given.end();
    await cluster.stop();
  });

  const problems = async (app = 'shop', own = mount): Promise<string[]> => {
    try {
      await mountEntry(given.context, app, own);
      return [];
    } catch (error) {
      return (error as { details: string[] }).details;
    }
  };

  it('is possible for as many pods as the entry allows', async () => {
    expect(await problems()).to.deep.equal([]);
    expect(given.store.mounts.list('shop')).to.deep.equal([mount]);
  });

  it('is judged by the most pods that the autoscaler of the serving release may run, as a deploy judges', async () => {
    given.store.scale.setMaxPods('shop', { web: 4 });
    expect((await problems()).join()).to.include('ReadWriteOncePod), and 4 would (web 4)');
    expect(given.store.mounts.list('shop')).to.deep.equal([]);
    given.store.scale.setMaxPods('shop', {});
    expect(await problems()).to.deep.equal([]);
  });

  it('is judged by the wanted number of a process that no autoscaler scales', async () => {
    given.store.scale.set('shop', { web: 3 });
    expect((await problems()).join()).to.include('and 3 would (web 3)');
  });

  it('counts the most pods of other apps that mount the entry', async () => {
    given.store.mounts.put('blog', mount);
    given.store.scale.set('shop', { web: 0 });
    expect(await problems()).to.deep.equal([]);
    given.store.scale.setMaxPods('blog', { web: 7 });
    expect((await problems()).join()).to.include('and 7 would (blog 7)');
  });
});
