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

  it('is allowed for the number of pods that the entry supports', async () => {
    expect(await problems()).to.deep.equal([]);
    expect(given.store.mounts.list('shop')).to.deep.equal([mount]);
  });

  it("uses the maximum of the current release's autoscaler, like a deploy", async () => {
    given.store.scale.setMaxPods('shop', { web: 4 });
    expect((await problems()).join()).to.include('ReadWriteOncePod), but 4 pods (web 4) mount the entry');
    expect(given.store.mounts.list('shop')).to.deep.equal([]);
    given.store.scale.setMaxPods('shop', {});
    expect(await problems()).to.deep.equal([]);
  });

  it('uses the scale of a process without an autoscaler', async () => {
    given.store.scale.set('shop', { web: 3 });
    expect((await problems()).join()).to.include('but 3 pods (web 3) mount the entry');
  });

  it('counts the maximum pods of other apps that mount the entry', async () => {
    given.store.mounts.put('blog', mount);
    given.store.scale.set('shop', { web: 0 });
    expect(await problems()).to.deep.equal([]);
    given.store.scale.setMaxPods('blog', { web: 7 });
    expect((await problems()).join()).to.include('but 7 pods (blog 7) mount the entry');
  });
});
