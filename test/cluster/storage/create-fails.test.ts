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

describe('a storage:create that fails', () => {
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

  /** A volume under Delete that Kubernetes itself would empty: a folder below /tmp, with data in it. */
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

  it('gives a volume back as it was, with its data, whatever policy was asked for', async () => {
    const name = await storage.class('taken');
    const { volume, file } = await volumeWithData('taken', name);
    const before = await storage.object('pv', volume);
    await vetoed('taken', '--volume', volume, ...flags);
    expect(await storage.object('pv', volume)).to.deep.equal(before);
    // A volume that the class found for the claim was there before, too.
    await vetoed('found', '--size', '1Gi', '--storage-class-name', name, ...flags);
    expect(await storage.object('pv', volume)).to.deep.equal(before);
    expect(await storage.kubectl('get', 'pvc,secret', '--output', 'name')).to.equal('');
    expect(readFileSync(file, 'utf8')).to.equal('taken');
  });

  it('lets no volume be bound to a claim that is on its way out', async () => {
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
    // The controller looks at it again, and at another claim after it.
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
    // As if the controller had tied one to the claim before it knew that the claim goes.
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

  it('does so on Ctrl-C, too', async () => {
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

  it('leaves a retained volume in place, to be adopted later with every byte', async () => {
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

  it('leaves an adopted claim and its volume alone', async () => {
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
    // Unvetoed, claim and volume get what was asked for, and the data stays.
    await storage.must('storage:create', 'byhand', '--adopt', ...flags);
    expect((await storage.inEntry('byhand', 'cat', '/data/f')).stdout).to.equal('byhand');
    const taken = await storage.kubeJson<Volume>('get', 'pv', volume);
    expect(taken.spec.persistentVolumeReclaimPolicy).to.equal('Delete');
    await storage.must('storage:set', 'byhand', 'reclaim-policy', 'Retain');
    await storage.must('storage:destroy', 'byhand', '--force');
    expect(readFileSync(file, 'utf8')).to.equal('byhand');
  });

  it('at the owner leaves nothing, and the programs that were told of the entry are told that it went', async () => {
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
