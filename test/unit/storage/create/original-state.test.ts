import { expect } from 'chai';
import type { Kube } from '../../../../src/kube/kube.ts';
import type { PersistentVolume } from '../../../../src/kube/types.ts';
import {
  originalClaim,
  originalVolume,
  restoreOriginalState,
  unbound,
} from '../../../../src/storage/create/original-state.ts';
import { StillCluster } from '../cluster.ts';
import { storageContext } from '../context.ts';
import { claim, volume } from '../objects.ts';
import { sampleEntry } from '../sample.ts';

describe('the original state of an adopted object', () => {
  let cluster: StillCluster;
  let kube: Kube;
  let given: ReturnType<typeof storageContext>;
  beforeEach(async () => {
    cluster = new StillCluster();
    kube = await cluster.start();
    given = storageContext(kube);
  });
  afterEach(async () => {
    given.end();
    await cluster.stop();
  });

  const restore = (state: Parameters<typeof restoreOriginalState>[2]) =>
    restoreOriginalState(given.context, kube, state, given.context.signal);
  const present = () => cluster.get<PersistentVolume>('PersistentVolume', 'pv-1')!;

  it('has every key that an entry or Kubernetes sets, with its old value or none', () => {
    const old = claim();
    old.metadata.labels = { 'app.kubernetes.io/name': 'theirs' };
    const { metadata } = originalClaim(
      sampleEntry({ labels: { tier: 'gold' }, annotations: { note: 'x' } }),
      old,
    ).patch;
    expect(metadata.labels).to.deep.equal({
      'app.kubernetes.io/managed-by': null,
      'app.kubernetes.io/name': 'theirs',
      'dokku.com/storage-entry': null,
      tier: null,
    });
    expect(metadata.annotations).to.deep.equal({
      'dokku.com/managed': null,
      'helm.sh/resource-policy': null,
      'meta.helm.sh/release-name': 'storage-data',
      'meta.helm.sh/release-namespace': null,
      note: null,
    });
  });

  it('is restored with the claim that a volume had, without the identity of a claim that it did not have', async () => {
    const old = volume({ claimRef: { name: 'data', namespace: 'default' } });
    cluster.put(old);
    const state = originalVolume(sampleEntry({}), old);
    cluster.put(volume({ claimRef: { name: 'data', namespace: 'default', uid: 'another' } }));
    await restore(state);
    expect(present().spec.claimRef).to.deep.equal({ name: 'data', namespace: 'default' });
  });

  it('keeps size and access modes of the volume of a folder, which the chart sets', () => {
    const old = volume({ capacity: { storage: '5Gi' }, accessModes: ['ReadWriteMany'] });
    expect(originalVolume(sampleEntry({ hostPath: '/srv' }), old).patch.spec).to.deep.include({
      capacity: { storage: '5Gi' },
      accessModes: ['ReadWriteMany'],
    });
    expect(originalVolume(sampleEntry({}), old).patch.spec).not.to.have.any.keys('capacity', 'accessModes');
  });

  it('of an unbound volume has no claim and no annotation of a binding', () => {
    const state = unbound(originalVolume(sampleEntry({}), volume()));
    expect(state.patch.spec).to.deep.equal({ claimRef: null });
    expect(state.patch.metadata.annotations['pv.kubernetes.io/bound-by-controller']).to.equal(null);
  });

  it('is not restored for an object that was deleted in the meantime', async () => {
    await restore(originalVolume(sampleEntry({}), volume()));
    expect(cluster.changes).to.deep.equal([]);
  });

  it('has the policy Delete again only of a volume that is bound or free', async () => {
    const old = volume({ persistentVolumeReclaimPolicy: 'Delete' });
    const state = originalVolume(sampleEntry({}), old);
    cluster.put(volume());
    await restore(state);
    expect(present().spec.persistentVolumeReclaimPolicy).to.equal('Delete');
  });
});
