import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Kube } from '../../../../src/kube/kube.ts';
import type { KubeObject, PersistentVolume, PersistentVolumeClaim } from '../../../../src/kube/types.ts';
import type { StorageEntry } from '../../../../src/state/storage-entries.ts';
import { adopt, recordOriginalState } from '../../../../src/storage/create/adopt.ts';
import { type CreateNotes, undoChanges } from '../../../../src/storage/create/undo.ts';
import { StillCluster } from '../cluster.ts';
import { storageContext } from '../context.ts';
import { claim, provisioned, volume } from '../objects.ts';
import { sampleEntry } from '../sample.ts';

const namespace: KubeObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } };

describe('undo of a new storage entry', () => {
  let cluster: StillCluster;
  let kube: Kube;
  let given: ReturnType<typeof storageContext>;
  beforeEach(async () => {
    cluster = new StillCluster();
    kube = await cluster.start();
    cluster.put(namespace);
    given = storageContext(kube);
  });
  afterEach(async () => {
    given.end();
    await cluster.stop();
  });

  const undo = async (entry: StorageEntry, notes: Partial<CreateNotes> = {}) => {
    given.store.storageEntries.put(entry);
    await undoChanges(given.context, entry, notes);
  };
  const presentClaim = () => cluster.get<PersistentVolumeClaim>('PersistentVolumeClaim', 'data', 'default');
  const presentVolume = (name = 'pv-1') => cluster.get<PersistentVolume>('PersistentVolume', name);

  it('deletes the claim, and with it the volume that a provisioner created', async () => {
    cluster.put(claim(), volume({}, provisioned));
    await undo(sampleEntry({}));
    expect(presentClaim()).to.equal(undefined);
    expect(presentVolume()?.spec.persistentVolumeReclaimPolicy).to.equal('Delete');
    expect(given.store.storageEntries.find('data')).to.equal(undefined);
  });

  it('keeps a volume that existed before, free for another claim, with any reclaim policy', async () => {
    cluster.put(claim(), volume({ persistentVolumeReclaimPolicy: 'Delete' }));
    const policies: (string | undefined)[] = [];
    cluster.before = ({ method, url }) => {
      if (method === 'DELETE' && url.pathname.endsWith('/persistentvolumeclaims/data'))
        policies.push(presentVolume()?.spec.persistentVolumeReclaimPolicy);
      return false;
    };
    // Simulates the volume controller for a volume without a claim.
    const released = setInterval(() => {
      const now = presentVolume();
      if (now && !now.spec.claimRef && now.status?.phase === 'Bound')
        cluster.put({ ...now, status: { phase: 'Available' } } as PersistentVolume);
    }, 5);
    try {
      await undo(sampleEntry({ volume: 'pv-1' }));
    } finally {
      clearInterval(released);
    }
    expect(policies, 'before the claim is deleted').to.deep.equal(['Retain']);
    expect(presentVolume()?.spec).to.deep.include({ persistentVolumeReclaimPolicy: 'Delete' });
    expect(presentVolume()?.spec.claimRef).to.equal(undefined);
  });

  it('restores an adopted claim and its volume', async () => {
    const old = claim();
    old.metadata.annotations = { team: 'blue' };
    old.metadata.labels = { 'app.kubernetes.io/managed-by': 'hand' };
    const bound = volume({ persistentVolumeReclaimPolicy: 'Delete' }, { labels: { disk: 'fast' } });
    cluster.put(old, bound);
    const entry = sampleEntry({ adopted: true, labels: { tier: 'gold' } });
    const found = { claim: presentClaim(), volume: undefined };
    const notes = await recordOriginalState(kube, entry, found, given.context.signal);
    await adopt(kube, entry, found, given.context.signal);
    await kube.patch(
      { apiVersion: 'v1', kind: 'PersistentVolume', name: 'pv-1' },
      {
        metadata: { labels: { 'dokku.com/storage-entry': 'data', tier: 'gold' } },
        spec: { persistentVolumeReclaimPolicy: 'Retain' },
      },
    );
    await undo(entry, notes);
    expect(presentClaim()?.metadata.annotations).to.deep.equal({ team: 'blue' });
    expect(presentClaim()?.metadata.labels).to.deep.equal({ 'app.kubernetes.io/managed-by': 'hand' });
    expect(presentVolume()?.metadata.labels).to.deep.equal({ disk: 'fast' });
    expect(presentVolume()?.spec).to.deep.equal(bound.spec);
  });

  it('does not change a claim of another release', async () => {
    const other = claim();
    other.metadata.annotations = { 'meta.helm.sh/release-name': 'other' };
    cluster.put(other, volume());
    await undo(sampleEntry({}));
    expect(presentClaim()).not.to.equal(undefined);
    expect(cluster.changes).to.deep.equal([]);
  });

  it('deletes the volume of a folder, unless the volume existed before', async () => {
    const own = volume(
      { hostPath: { path: '/srv/data' } },
      {
        name: 'data',
        annotations: { 'meta.helm.sh/release-name': 'storage-data' },
      },
    );
    cluster.put(own);
    await undo(sampleEntry({ hostPath: '/srv/data' }));
    expect(presentVolume('data')).to.equal(undefined);
    cluster.put(own);
    const before = {
      ref: { apiVersion: 'v1', kind: 'PersistentVolume', name: 'data' },
      patch: { metadata: { labels: {}, annotations: {} } },
    };
    await undo(sampleEntry({ hostPath: '/srv/data' }), { objects: [before] });
    expect(presentVolume('data')).not.to.equal(undefined);
  });

  it('deletes a namespace that was created for the entry, unless the namespace is in use', async () => {
    await undo(sampleEntry({}), { namespace: true });
    expect(cluster.get('Namespace', 'default')).to.equal(undefined);
    cluster.put(namespace, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'of-somebody', namespace: 'default' },
    });
    await undo(sampleEntry({}), { namespace: true });
    expect(cluster.get('Namespace', 'default')).not.to.equal(undefined);
  });

  it('reports the removal to plugins that know of the entry, and to no others', async () => {
    const folder = join(given.root, 'plugins/audit');
    mkdirSync(folder, { recursive: true });
    const log = join(given.root, 'log');
    writeFileSync(join(folder, 'storage-destroy'), `#!/bin/sh\necho "$1" >> ${log}\nexit 1\n`);
    chmodSync(join(folder, 'storage-destroy'), 0o755);
    await undo(sampleEntry({ name: 'quiet' }));
    await undo(sampleEntry({ name: 'known' }), { announced: true });
    expect(readFileSync(log, 'utf8')).to.equal('known\n');
    expect(given.printed()).to.include('storage-destroy failed');
    expect(given.store.storageEntries.find('known')).to.equal(undefined);
  });
});
