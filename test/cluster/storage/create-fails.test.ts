import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { launcher, until } from '../installation.ts';
import { image, noImage, Storage } from './fixture.ts';

interface Volume {
  metadata: { name: string };
  spec: { persistentVolumeReclaimPolicy: string; claimRef?: { name: string } };
  status: { phase: string };
}

interface Claim {
  metadata: { uid: string; deletionTimestamp?: string; finalizers: string[] };
}

describe('a failed storage:create', () => {
  let storage: Storage;
  before(async () => {
    storage = await Storage.begin();
  });
  after(() => storage.end());

  const flags = ['--reclaim-policy', 'Delete', '--label', 'tier=gold', '--annotation', 'note=new'];

  async function vetoed(...args: string[]): Promise<void> {
    storage.trigger('storage-create', 'echo no >&2; exit 3');
    const { status, text } = await storage.dokku(['storage:create', ...args]);
    storage.noTrigger('storage-create');
    expect(status, text).to.equal(1);
    expect(text).to.match(/failed with exit status 3/);
    expect(await storage.must('storage:list-entries', '--no-cluster')).not.to.contain(args[0]!);
  }

  /**
   * Creates a volume with data under the policy Delete, in a folder below /tmp, which Kubernetes itself would empty.
   */
  async function volumeWithData(
    name: string,
    className: string,
    fields: object = {},
  ): Promise<{ volume: string; file: string }> {
    const volume = await storage.volume(name, className, fields);
    const folder = join(storage.folder, volume);
    mkdirSync(folder);
    writeFileSync(join(folder, 'f'), name);
    await until(
      async () => (await storage.kubeJson<Volume>('get', 'pv', volume)).status.phase === 'Available',
      'the volume',
    );
    return { volume, file: join(folder, 'f') };
  }

  it('restores the adopted volume with its data, despite --reclaim-policy Delete', async () => {
    const name = await storage.class('taken');
    const { volume, file } = await volumeWithData('taken', name);
    const before = await storage.object('pv', volume);
    await vetoed('taken', '--volume', volume, ...flags);
    expect(await storage.object('pv', volume)).to.deep.equal(before);
    // A volume that the class binds to the claim existed before, too.
    await vetoed('found', '--size', '1Gi', '--storage-class-name', name, ...flags);
    expect(await storage.object('pv', volume)).to.deep.equal(before);
    expect(await storage.kubectl('get', 'pvc,secret', '--output', 'name')).to.equal('');
    expect(readFileSync(file, 'utf8')).to.equal('taken');
  });

  it('leaves no volume bound to a claim that is being deleted', async () => {
    const name = await storage.class('late');
    const folder = storage.trigger(
      'storage-create',
      'touch asked; until [ -e go ]; do sleep 0.1; done; exit 3',
    );
    const create = ['storage:create', 'late', '--size', '1Gi', '--storage-class-name', name, ...flags];
    const running = storage.spawn(launcher, create);
    await until(() => existsSync(join(folder, 'asked')), 'the trigger to run');
    const change = (metadata: object) =>
      storage.kubectl('patch', 'pvc', 'late', '--type', 'merge', '--patch', JSON.stringify({ metadata }));
    const claim = (of: string) => storage.kubeJson<Claim>('get', 'pvc', of);
    await change({ finalizers: ['kubernetes.io/pvc-protection', 'example.com/hold'] });
    writeFileSync(join(folder, 'go'), '');
    const going = async () => (await claim('late')).metadata.deletionTimestamp !== undefined;
    await until(going, 'the claim to be deleted');
    const { volume, file } = await volumeWithData('late', name);
    // Makes the controller look at this claim again, and afterwards at another claim.
    await change({ annotations: { 'example.com/look': 'again' } });
    await storage.apply({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'other', namespace: storage.namespace },
      spec: {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: '1Gi' } },
        storageClassName: name,
      },
    });
    const given = async () =>
      (await storage.kubeJson<Volume>('get', 'pv', volume)).spec.claimRef?.name ?? 'nobody';
    await until(async () => (await given()) !== 'nobody', 'the volume to be given to a claim');
    const owner = await given();
    // Simulates a controller that bound a volume to the claim before the controller saw the deletion.
    const { finalizers, uid } = (await claim('late')).metadata;
    const claimRef = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      namespace: storage.namespace,
      name: 'late',
      uid,
    };
    const tied = await volumeWithData('tied', name, { claimRef });
    await change({ finalizers: finalizers.filter((finalizer) => finalizer !== 'example.com/hold') });
    expect((await running.ended).status, running.text()).to.equal(1);
    storage.noTrigger('storage-create');
    expect(owner).to.equal('other');
    expect(readFileSync(file, 'utf8')).to.equal('late');
    expect(readFileSync(tied.file, 'utf8')).to.equal('tied');
    const { spec, status: now } = await storage.kubeJson<Volume>('get', 'pv', tied.volume);
    expect([spec.persistentVolumeReclaimPolicy, now.phase]).to.deep.equal(['Delete', 'Available']);
    await storage.kubectl('delete', 'pvc', 'other');
  });

  it('restores the volume after Ctrl-C, too', async () => {
    const { volume, file } = await volumeWithData('stopped', await storage.class('stopped'));
    const before = await storage.object('pv', volume);
    storage.trigger('storage-create', 'echo asked; sleep 100');
    const running = storage.spawn(launcher, ['storage:create', 'stopped', '--volume', volume, ...flags]);
    await until(() => running.text().includes('asked'), 'the trigger to run');
    running.interrupt();
    expect((await running.ended).status, running.text()).to.equal(130);
    storage.noTrigger('storage-create');
    expect(await storage.object('pv', volume)).to.deep.equal(before);
    expect(readFileSync(file, 'utf8')).to.equal('stopped');
  });

  it('keeps a retained volume, which a later create adopts with every byte', async () => {
    await storage.must('storage:create', 'first', '--size', '64Mi');
    const sum = ['sh', '-c', 'cd /data; md5sum f; stat -c "%u %g %a %Y" f'];
    const fill = 'head -c 2000000 /dev/urandom >/data/f; chown 12:34 /data/f; chmod 640 /data/f';
    expect((await storage.inEntry('first', 'sh', '-c', fill)).status).to.equal(0);
    const bytes = (await storage.inEntry('first', ...sum)).stdout;
    const { bound_volume: volume } = JSON.parse(
      await storage.must('storage:info', 'first', '--format', 'json'),
    );
    await storage.must('storage:destroy', 'first', '--force');
    const before = await storage.object('pv', volume);
    expect(before).to.include({ phase: 'Released' });
    await vetoed('second', '--volume', volume, ...flags);
    expect(await storage.object('pv', volume)).to.deep.equal(before);
    await storage.must('storage:create', 'second', '--volume', volume, ...flags);
    expect((await storage.inEntry('second', ...sum)).stdout).to.equal(bytes);
    const { spec, status } = await storage.kubeJson<Volume>('get', 'pv', volume);
    expect([spec.persistentVolumeReclaimPolicy, status.phase]).to.deep.equal(['Delete', 'Bound']);
    expect(await storage.must('storage:destroy', 'second', '--force')).to.contain(
      `The volume ${volume} and its data were deleted`,
    );
  });

  it('does not change an adopted claim and its volume', async () => {
    const name = await storage.class('byhand');
    const { volume, file } = await volumeWithData('byhand', name);
    await storage.apply({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'byhand', namespace: storage.namespace, labels: { tier: 'tin', mine: 'yes' } },
      spec: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: name,
        resources: { requests: { storage: '1Gi' } },
      },
    });
    await until(
      async () =>
        (await storage.kubectl('get', 'pvc', 'byhand', '-o', 'jsonpath={.status.phase}')) === 'Bound',
      'the claim to be bound',
    );
    const before = [await storage.object('pvc', 'byhand'), await storage.object('pv', volume)];
    await vetoed('byhand', '--adopt', ...flags);
    const now = [await storage.object('pvc', 'byhand'), await storage.object('pv', volume)];
    expect(now).to.deep.equal(before);
    // Without the veto, claim and volume get the requested settings, and the data is kept.
    await storage.must('storage:create', 'byhand', '--adopt', ...flags);
    expect((await storage.inEntry('byhand', 'cat', '/data/f')).stdout).to.equal('byhand');
    const taken = await storage.kubeJson<Volume>('get', 'pv', volume);
    expect(taken.spec.persistentVolumeReclaimPolicy).to.equal('Delete');
    await storage.must('storage:set', 'byhand', 'reclaim-policy', 'Retain');
    await storage.must('storage:destroy', 'byhand', '--force');
    expect(readFileSync(file, 'utf8')).to.equal('byhand');
  });

  it('at its chown step leaves no object, and runs the storage-destroy trigger after the storage-create trigger', async () => {
    const folder = storage.trigger('storage-create', 'echo "made $1" >>told');
    storage.trigger('storage-destroy', 'echo "gone $1" >>told');
    await storage.must('storage:set', '--global', 'image', noImage);
    const create = ['storage:create', 'owned', '--size', '8Mi', '--chown', '1000'];
    const { status, text } = await storage.dokku(create);
    expect(status, text).to.equal(1);
    expect(text).to.match(/library\/nothing/);
    expect(await storage.kubectl('get', 'pvc,secret,job', '--output', 'name')).to.equal('');
    expect(readFileSync(join(folder, 'told'), 'utf8')).to.equal('made owned\ngone owned\n');
    for (const name of ['storage-create', 'storage-destroy']) storage.noTrigger(name);
    await storage.must('storage:set', '--global', 'image', image);
    await storage.must(...create);
    expect((await storage.inEntry('owned', 'stat', '-c', '%u %g', '/data')).stdout).to.equal('1000 1000\n');
  });
});
