import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { clusterUnderTest } from '../../../scripts/lib/cluster-under-test.ts';
import { launcher, until } from '../installation.ts';
import { Storage } from './fixture.ts';

interface Claim {
  metadata: { labels: Record<string, string>; annotations: Record<string, string> };
  spec: { volumeName?: string };
  status: { phase: string };
}
interface Volume {
  metadata: { name: string; labels?: Record<string, string> };
  spec: { persistentVolumeReclaimPolicy: string };
  status: { phase: string };
}

describe('storage entries', () => {
  let storage: Storage;
  before(async () => {
    storage = await Storage.begin();
  });
  after(() => storage.end());

  async function refused(args: string[], ...reasons: RegExp[]) {
    const { status, text } = await storage.dokku(args);
    for (const reason of reasons) expect(text).to.match(reason);
    expect(status, text).to.equal(1);
  }

  const claims = () => storage.kubectl('get', 'pvc', '--output', 'name');

  it('are a claim in one Helm release, and an identical create changes nothing', async () => {
    const create = [
      'storage:create',
      'data',
      '--size',
      '64Mi',
      '--label',
      'team=shop',
      '--annotation',
      'note=a b',
    ];
    expect(await storage.must(...create)).to.equal('-----> Storage entry data created\n');
    const claim = await storage.kubeJson<Claim>('get', 'pvc', 'data');
    expect(claim.metadata.labels).to.include({ team: 'shop', 'dokku.com/storage-entry': 'data' });
    expect(claim.metadata.annotations).to.include({
      note: 'a b',
      'meta.helm.sh/release-name': 'storage-data',
    });
    expect(await storage.must(...create)).to.equal(
      '-----> Storage entry data already exists; nothing was changed\n',
    );
    await refused(
      ['storage:create', 'data', '--size', '1Gi', '--access-mode', 'ReadWriteMany', '--label', 'team=shop'],
      /size: the entry has 64Mi, the command has 1Gi · to change the entry: dokku storage:set data size 1Gi/,
      /access mode: the entry has ReadWriteOnce, the command has ReadWriteMany · cannot be changed/,
      /annotation note: .*storage:annotations:set data note/,
    );
    expect(await storage.kubeJson<Claim>('get', 'pvc', 'data')).to.deep.equal(claim);
  });

  it('are ready to be mounted before the first pod', async () => {
    const text = await storage.must('storage:wait', 'data', '--timeout', '20');
    expect(text).to.match(/data is ready to be mounted/);
  });

  it('that the cluster refuses leave no object', async () => {
    await refused(['storage:create', 'a', '--size', 'banana'], /"banana" is not an amount of storage/);
    await refused(
      ['storage:create', 'a', '--size', '1Gi', '--storage-class-name', 'gold'],
      /no storage class gold/,
      /The cluster has: .*local-path/,
    );
    await storage.apply({
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'small', namespace: storage.namespace },
      spec: { hard: { 'requests.storage': '1Gi' } },
    });
    await until(
      async () =>
        (await storage.kubectl('get', 'resourcequota', 'small', '-o', 'jsonpath={.status.hard}')) !== '',
      'the quota to hold',
    );
    await refused(['storage:create', 'a', '--size', '5Gi'], /exceeded quota/);
    await storage.kubectl('delete', 'resourcequota', 'small');
    expect(await storage.must('storage:list-entries', '--no-cluster')).to.equal(
      '-----> Storage entries:\ndata\tk3s\t\n',
    );
    expect(await claims()).to.equal('persistentvolumeclaim/data\n');
  });

  it("are created and destroyed only if the administrator's triggers allow it", async () => {
    const folder = storage.trigger(
      'storage-create',
      'cat >seen; echo "$1 asks for room"; echo "no room for $1" >&2; exit 3',
    );
    await refused(
      ['storage:create', 'vetoed', '--size', '1Mi', '--label', 'team=shop'],
      / {7}vetoed asks for room\n/,
      / {7}no room for vetoed\n/,
      /exit status 3/,
    );
    storage.noTrigger('storage-create');
    const seen = () => JSON.parse(readFileSync(join(folder, 'seen'), 'utf8'));
    expect(seen()).to.deep.equal({
      name: 'vetoed',
      scheduler: 'k3s',
      size: '1Mi',
      namespace: storage.namespace,
      labels: { team: 'shop' },
      schema_version: 1,
    });
    expect(await claims()).to.equal('persistentvolumeclaim/data\n');
    expect(await storage.must('storage:list-entries', '--no-cluster')).not.to.contain('vetoed');
    storage.trigger('storage-destroy', 'cat >seen; echo "keep $1"; exit 4');
    await refused(['storage:destroy', 'data', '--force'], / {7}keep data\n/, /exit status 4/);
    expect(seen()).to.include({ name: 'data', schema_version: 1 });
    storage.noTrigger('storage-destroy');
    expect(await claims()).to.equal('persistentvolumeclaim/data\n');
    storage.trigger('storage-status', '[ "$1" = data ] && echo Bound');
    expect(await storage.must('storage:wait', 'data')).to.match(/data is (Bound|ready)/);
    storage.trigger('storage-status', 'echo Degraded');
    await refused(['storage:wait', 'data'], /data is Degraded/);
    storage.trigger('storage-status', 'sleep 100');
    await storage.must('storage:set', '--global', 'trigger-timeout', '1');
    await refused(['storage:wait', 'data'], /storage-status failed: .* took too long/);
    await storage.must('storage:set', '--global', 'trigger-timeout', '');
    storage.noTrigger('storage-status');
  });

  it('adopt an existing claim with --adopt', async () => {
    const claim = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'byhand', namespace: storage.namespace, labels: { mine: 'yes' } },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '32Mi' } } },
    };
    await storage.apply(claim);
    await refused(['storage:create', 'byhand', '--size', '32Mi'], /already exists in namespace/, /--adopt/);
    await refused(
      ['storage:create', 'byhand', '--adopt', '--size', '1Gi'],
      /--size is 1Gi; the claim has 32Mi/,
    );
    await storage.must('storage:create', 'byhand', '--adopt');
    const adopted = await storage.kubeJson<Claim>('get', 'pvc', 'byhand');
    expect(adopted.metadata.labels).to.include({ mine: 'yes', 'app.kubernetes.io/managed-by': 'Helm' });
    expect(JSON.parse(await storage.must('storage:info', 'byhand', '--format', 'json'))).to.include({
      size: '32Mi',
    });
    await storage.must('storage:destroy', 'byhand', '--force');
  });

  it('wait until --timeout, and report the last event', async () => {
    const name = await storage.class('slow', { provisioner: 'example.test/driver' });
    await storage.must('storage:create', 'slow', '--size', '1Mi', '--storage-class-name', name);
    await refused(
      ['storage:wait', 'slow', '--timeout', '2'],
      /The claim slow was not bound within 2 s/,
      /Last event: .*example\.test\/driver/,
    );
    expect(await storage.must('storage:destroy', 'slow', '--force')).to.contain('there was no data');
  });

  it('are refused with an invalid volume, name, namespace or folder', async () => {
    await refused(['storage:create', 'other', '--volume', 'nope'], /no volume nope/);
    await refused(['storage:create', 'legacy-data', '--size', '1Mi'], /reserved/);
    await refused(
      ['storage:create', 'data', '--size', '64Mi', '--label', 'team=shop', '--namespace', 'elsewhere'],
      /namespace: the entry has test-.*, the command has elsewhere · cannot be changed/,
      /storage:annotations:set data note$/m,
    );
    for (const path of ['/', '//', '/srv/../..'])
      await refused(['storage:create', 'root', path, '--size', '1Gi'], /not a folder below the root/);
    await refused(
      ['storage:create', 'etc', '/etc/', '--size', '1Gi', '--reclaim-policy', 'Delete'],
      /\/etc is a system folder of the node/,
    );
  });

  it('are listed also without the cluster', async () => {
    const [entry] = JSON.parse(await storage.must('storage:list-entries', '--format', 'json'));
    expect(entry).to.include({ name: 'data', phase: 'Pending', used_bytes: null });
    expect(await storage.must('storage:labels:report', '--format', 'json')).to.equal(
      '{"data":{"team":"shop"}}\n',
    );
    expect(await storage.must('storage:labels:report', 'data', '--storage-labels.constructor')).to.equal(
      '\n',
    );
    const kubeconfig = join(storage.folder, 'nowhere');
    writeFileSync(kubeconfig, readFileSync(clusterUnderTest().kubeconfig, 'utf8').replace(/:6443/g, ':1'));
    await storage.must('scheduler-k3s:set', '--global', 'kubeconfig-path', kubeconfig);
    const [down] = JSON.parse(await storage.must('storage:report', '--global', '--format', 'json'));
    expect(down).to.include({ phase: 'unknown' });
    const { status, stdout, text } = await storage.dokku(['storage:list-entries']);
    expect(stdout).to.match(/^data\tk3s\t\tunknown\t/m);
    expect([status, text]).to.satisfy(
      ([is, all]: [number, string]) => is === 0 && /Could not read the state from the cluster/.test(all),
    );
    await storage.must('scheduler-k3s:set', '--global', 'kubeconfig-path', clusterUnderTest().kubeconfig);
  });

  it('with a deleted claim are destroyed, and the output reports the kept data correctly', async () => {
    await storage.must('storage:create', 'orphan', '--size', '8Mi');
    expect((await storage.inEntry('orphan', 'touch', '/data/f')).status).to.equal(0);
    const { bound_volume: volume } = JSON.parse(
      await storage.must('storage:info', 'orphan', '--format', 'json'),
    );
    await storage.kubectl('delete', 'pvc', 'orphan');
    expect(await storage.must('storage:info', 'orphan')).to.match(/Phase: +Missing/);
    expect(await storage.must('storage:destroy', 'orphan', '--force')).to.contain(
      `The volume ${volume} was kept, with its data`,
    );
    const name = storage.global('persistentvolume', 'orphan');
    const folder = join(storage.folder, 'orphan');
    mkdirSync(folder);
    writeFileSync(join(folder, 'f'), 'x');
    await storage.must('storage:create', name, folder, '--size', '1Gi');
    await storage.must('storage:set', name, 'reclaim-policy', 'Delete');
    const keep = '{"spec":{"persistentVolumeReclaimPolicy":"Retain"}}';
    await storage.kubectl('patch', 'pv', name, '--patch', keep);
    await storage.kubectl('delete', 'pvc', name);
    const destroyed = await storage.dokku(['storage:destroy', name, '--force']);
    expect(destroyed.text).to.contain(`The files in ${folder} were not deleted`);
    expect(readFileSync(join(folder, 'f'), 'utf8')).to.equal('x');
  });

  it('are not destroyed when they change during the confirmation', async () => {
    const running = storage.spawn(launcher, ['storage:destroy', 'data'], { open: true });
    await until(() => running.text().includes('type "data"'), 'the question');
    await storage.must('storage:labels:set', 'data', 'new', 'yes');
    running.child.stdin!.end('data\n');
    const { status, text } = await running.ended;
    expect(status).to.equal(1);
    expect(text).to.match(
      /Another command has changed the storage entry data at the same time; nothing was changed/,
    );
    expect(await claims()).to.equal('persistentvolumeclaim/data\n');
  });

  it('stop waiting when the provisioner fails', async () => {
    const provisioner = 'rancher.io/local-path';
    const name = await storage.class('eager', { provisioner });
    await storage.must('storage:create', 'never', '--size', '1Mi', '--storage-class-name', name);
    await refused(
      ['storage:wait', 'never', '--timeout', '500'],
      /The claim never cannot be bound/,
      /no node was specified/,
    );
    expect(await storage.must('storage:info', 'never')).to.match(/Phase: +Pending/);
    await storage.must('storage:destroy', 'never', '--force');
  });

  it('keep the volume of a class under Retain, and a new entry can adopt it', async () => {
    const name = await storage.class('byhand');
    const volume = await storage.volume('kept', name);
    await storage.must(
      'storage:create',
      'kept',
      '--size',
      '1Gi',
      '--storage-class-name',
      name,
      '--label',
      'tier=gold',
    );
    expect(await storage.must('storage:wait', 'kept')).to.contain('kept is Bound');
    const bound = await storage.kubeJson<Volume>('get', 'pv', volume);
    expect(bound.spec.persistentVolumeReclaimPolicy).to.equal('Retain');
    expect(bound.metadata.labels).to.include({ tier: 'gold' });
    const { text } = await storage.dokku(['storage:destroy', 'kept'], { input: 'kept\n' });
    expect(text).to.contain('its volume is kept with the data, and a new entry can adopt it');
    expect(text).to.contain(`storage:create kept --volume ${volume}`);
    expect((await storage.kubeJson<Volume>('get', 'pv', volume)).status.phase).to.equal('Released');
    await storage.must('storage:create', 'again', '--volume', volume);
    await storage.must('storage:wait', 'again');
    expect((await storage.kubeJson<Claim>('get', 'pvc', 'again')).spec.volumeName).to.equal(volume);
    await storage.must('storage:destroy', 'again', '--force');
  });

  it('are destroyed only after the exact confirmation', async () => {
    const { status, text } = await storage.dokku(['storage:destroy', 'data'], { input: 'date\n' });
    expect(status).to.equal(1);
    expect(text).to.contain('nothing was destroyed');
    await storage.must('storage:destroy', 'data', '--force');
    expect(await claims()).to.equal('');
    expect(await storage.must('storage:list-entries')).to.equal('-----> There are no storage entries\n');
    await refused(['storage:destroy', 'data'], /Storage entry data does not exist/);
  });
});
