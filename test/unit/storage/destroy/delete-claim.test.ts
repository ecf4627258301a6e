import { expect } from 'chai';
import type { Kube } from '../../../../src/kube/kube.ts';
import type { PersistentVolume, PersistentVolumeClaim, Pod } from '../../../../src/kube/types.ts';
import { deleteClaim } from '../../../../src/storage/destroy/delete-claim.ts';
import { answer } from '../../kube/api-server.ts';
import { StillCluster } from '../cluster.ts';
import { storageContext } from '../context.ts';
import { claim, volume } from '../objects.ts';

const name = { name: 'data', namespace: 'default' };
const finalizer = 'dokku.com/look-at-volumes';

describe('the deletion of a claim', () => {
  let cluster: StillCluster;
  let kube: Kube;
  let given: ReturnType<typeof storageContext>;
  let secured: string[];
  beforeEach(async () => {
    cluster = new StillCluster();
    kube = await cluster.start();
    given = storageContext(kube);
    secured = [];
  });
  afterEach(async () => {
    given.end();
    await cluster.stop();
  });

  const remove = () =>
    deleteClaim(given.context, name, {
      signal: AbortSignal.timeout(5000),
      hint: 'again',
      secure: async ({ metadata }: PersistentVolume) => void secured.push(metadata.name),
    });
  const present = () => cluster.get<PersistentVolumeClaim>('PersistentVolumeClaim', 'data', 'default');

  it('secures the volume of a bound claim first', async () => {
    cluster.put(
      claim(),
      volume(),
      volume({ claimRef: { name: 'other', namespace: 'default' } }, { name: 'pv-2' }),
    );
    cluster.before = ({ method }) => {
      if (method === 'DELETE') expect(secured).to.deep.equal(['pv-1']);
      return false;
    };
    await remove();
    expect(secured).to.deep.equal(['pv-1']);
    expect(present()).to.equal(undefined);
    expect(cluster.changes).to.deep.equal(['DELETE persistentvolumeclaims/data']);
  });

  it('first sets the name of a nonexistent volume in a claim without a volume, and keeps the claim meanwhile', async () => {
    cluster.put(claim({ volumeName: '' }));
    cluster.before = ({ method }) => {
      if (method !== 'DELETE') return false;
      expect(present()?.spec.volumeName).to.equal('none.dokku.com');
      expect(present()?.metadata.finalizers).to.deep.equal([finalizer]);
      return false;
    };
    await remove();
    expect(present()).to.equal(undefined);
  });

  it('secures a volume that was bound at the last moment, before it deletes the claim', async () => {
    cluster.put(claim({ volumeName: '' }));
    cluster.before = ({ method }) => {
      if (method === 'DELETE') cluster.put(volume({ persistentVolumeReclaimPolicy: 'Delete' }));
      return false;
    };
    await remove();
    expect(secured).to.deep.equal(['pv-1']);
    expect(present()).to.equal(undefined);
  });

  it('reads the claim again when the claim was changed meanwhile', async () => {
    cluster.put(claim({ volumeName: '' }));
    let conflicts = 1;
    cluster.before = ({ method }, response) => {
      if (method !== 'PATCH' || conflicts-- < 1) return false;
      cluster.put(claim(), volume());
      answer(response, 409, { reason: 'Conflict', message: 'the object has been modified' });
      return true;
    };
    await remove();
    expect(secured).to.deep.equal(['pv-1']);
    expect(present()).to.equal(undefined);
  });

  it('continues a deletion whose process died', async () => {
    const closed = claim({ volumeName: 'none.dokku.com' });
    closed.metadata.finalizers = [finalizer];
    closed.metadata.deletionTimestamp = '2026-01-01T00:01:00Z';
    cluster.put(closed, volume());
    await remove();
    expect(secured).to.include('pv-1');
    expect(present()).to.equal(undefined);
  });

  it('deletes pods that have ended and still name the claim, and no others', async () => {
    const pod = (podName: string, phase: string, claimName = 'data'): Pod => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: podName, namespace: 'default' },
      spec: { containers: [], volumes: [{ name: 'data', persistentVolumeClaim: { claimName } }] },
      status: { phase },
    });
    cluster.put(claim(), volume(), pod('done', 'Succeeded'), pod('failed', 'Failed'));
    cluster.put(pod('living', 'Running'), pod('of-others', 'Succeeded', 'other'));
    await remove();
    const left = ['done', 'failed', 'living', 'of-others'].filter((each) =>
      cluster.get('Pod', each, 'default'),
    );
    expect(left).to.deep.equal(['living', 'of-others']);
  });

  it('does nothing without a claim', async () => {
    await remove();
    expect(cluster.changes).to.deep.equal([]);
  });
});
