import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { until } from '../installation.ts';
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

  it('are a claim in one Helm release, and the same again changes nothing', async () => {
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
      /size: it has 64Mi, asked for 1Gi · change it with: dokku storage:set data size 1Gi/,
      /access mode: it has ReadWriteOnce, asked for ReadWriteMany · this can never be changed/,
      /annotation note: .*storage:annotations:set data note/,
    );
    expect(await storage.kubeJson<Claim>('get', 'pvc', 'data')).to.deep.equal(claim);
  });

  it('wait for no pod that nobody starts', async () => {
    const text = await storage.must('storage:wait', 'data', '--timeout', '20');
    expect(text).to.match(/data is ready to be mounted/);
  });

  it('that the cluster cannot have leave nothing behind', async () => {
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

  it('are taken back when a trigger of the administrator refuses them', async () => {
    const folder = join(storage.root, 'plugins', 'audit');
    mkdirSync(folder, { recursive: true });
    const script = `#!/bin/sh\ncat >'${folder}/seen'\necho "no room for $1" >&2\nexit 3\n`;
    writeFileSync(join(folder, 'storage-create'), script, { mode: 0o755 });
    await refused(['storage:create', 'vetoed', '--size', '1Mi'], /no room for vetoed/, /exit status 3/);
    writeFileSync(join(folder, 'storage-create'), '', { mode: 0o644 });
    expect(JSON.parse(readFileSync(join(folder, 'seen'), 'utf8'))).to.include({
      name: 'vetoed',
      size: '1Mi',
    });
    expect(await claims()).to.equal('persistentvolumeclaim/data\n');
    expect(await storage.must('storage:list-entries')).not.to.contain('vetoed');
  });

  it('take over a claim that somebody made, when asked to', async () => {
    const claim = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'byhand', namespace: storage.namespace, labels: { mine: 'yes' } },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '32Mi' } } },
    };
    await storage.apply(claim);
    await refused(['storage:create', 'byhand', '--size', '32Mi'], /exists already in namespace/, /--adopt/);
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

  it('end a wait early when the provisioner fails', async () => {
    const provisioner = 'rancher.io/local-path';
    const name = await storage.class('eager', { provisioner });
    await storage.must('storage:create', 'never', '--size', '1Mi', '--storage-class-name', name);
    const began = Date.now();
    await refused(
      ['storage:wait', 'never', '--timeout', '100'],
      /The claim never cannot be bound/,
      /no node was specified/,
    );
    expect(Date.now() - began).to.be.below(60_000);
    expect(await storage.must('storage:info', 'never')).to.match(/Phase: +Pending/);
    await storage.must('storage:destroy', 'never', '--force');
  });

  it('keep the volume of a class under Retain, for a new entry to take up', async () => {
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
    expect(text).to.contain('its volume is kept, with the data');
    expect(text).to.contain(`storage:create kept --volume ${volume}`);
    expect((await storage.kubeJson<Volume>('get', 'pv', volume)).status.phase).to.equal('Released');
    await storage.must('storage:create', 'again', '--volume', volume);
    await storage.must('storage:wait', 'again');
    expect((await storage.kubeJson<Claim>('get', 'pvc', 'again')).spec.volumeName).to.equal(volume);
    await storage.must('storage:destroy', 'again', '--force');
  });

  it('are destroyed only by who types the name, and not while pods have them', async () => {
    const { status, text } = await storage.dokku(['storage:destroy', 'data'], { input: 'date\n' });
    expect(status).to.equal(1);
    expect(text).to.contain('nothing was destroyed');
    await storage.must('storage:destroy', 'data', '--force');
    expect(await claims()).to.equal('');
    expect(await storage.must('storage:list-entries')).to.equal('-----> There are no storage entries\n');
    await refused(['storage:destroy', 'data'], /Storage entry data does not exist/);
  });
});
