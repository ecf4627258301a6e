import { expect } from 'chai';
import { checkOldMounts } from '../../../../src/deploy/check/mounts.ts';
import type { PreparedRun } from '../../../../src/deploy/frame/deploy-run.ts';
import type { Kube } from '../../../../src/kube/kube.ts';
import { recordedMount } from '../../../../src/release/mounts/release-mounts.ts';
import type { ReleaseSpec } from '../../../../src/release/types.ts';
import { EVERY_PROCESS } from '../../../../src/state/apps/docker-options.ts';
import { release } from '../../release/sample.ts';
import { StillCluster } from '../../storage/cluster.ts';
import { storageContext } from '../../storage/context.ts';
import { claim, volume } from '../../storage/objects.ts';
import { sampleEntry } from '../../storage/sample.ts';

const setting = {
  entry: 'data',
  containerPath: '/data',
  processType: EVERY_PROCESS,
  phases: ['deploy', 'run'] as ('deploy' | 'run')[],
  subpath: '',
  readonly: false,
  volumeOptions: '',
  volumeChown: '',
  scheduler: 'k3s' as const,
  hostPath: '',
  accessMode: 'ReadWriteMany',
  namespace: 'default',
  foreignPods: [],
};
const specOf = (pods: number) => release({ settings: { storage: [setting], scale: { web: pods } } });
const withoutMounts = ({ mounts: _, ...old }: ReleaseSpec): ReleaseSpec => old;

describe('the storage of the target of a rollback', () => {
  let cluster: StillCluster;
  let kube: Kube;
  let given: ReturnType<typeof storageContext>;
  beforeEach(async () => {
    cluster = new StillCluster();
    kube = await cluster.start();
    given = storageContext(kube);
    given.store.apps.create('demo');
    given.store.storageEntries.put(sampleEntry({ accessMode: 'ReadWriteOncePod' }));
  });
  afterEach(async () => {
    given.end();
    await cluster.stop();
  });

  const problems = async (spec: ReleaseSpec): Promise<string[]> => {
    const { store, signal } = given.context;
    const run = { store, signal, app: 'demo', kube: async () => kube } as unknown as PreparedRun;
    try {
      await checkOldMounts(run, spec, 3);
      return [];
    } catch (error) {
      return (error as { details: string[] }).details;
    }
  };

  for (const [kind, recorded] of [
    ['a record with its mounts', (spec: ReleaseSpec) => spec],
    ['an older record without mounts', withoutMounts],
  ] as const) {
    it(`exists, by ${kind}`, async () => {
      cluster.put(claim(), volume());
      expect(await problems(recorded(specOf(1)))).to.deep.equal([]);
    });

    it(`is missing, by ${kind}`, async () => {
      const found = await problems(recorded(specOf(1)));
      expect(found).to.have.length(1);
      expect(found[0]).to.include('claim of data');
    });

    it(`does not allow so many pods, by ${kind}`, async () => {
      cluster.put(claim(), volume());
      expect((await problems(recorded(specOf(2)))).join()).to.include('but 2 pods (web 2) mount the entry');
    });
  }

  it('is taken from the record and not from the pods', async () => {
    const { mounts: _, ...old } = specOf(1);
    const moved = recordedMount({ ...setting, entry: 'lost' });
    expect((await problems({ ...old, mounts: [moved] })).join()).to.include('claim of lost');
  });
});
