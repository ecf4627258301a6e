import { expect } from 'chai';
import { launcher, until } from '../installation.ts';
import { image, noImage, Storage } from './fixture.ts';

interface Labelled {
  metadata: { labels?: Record<string, string>; annotations?: Record<string, string> };
  spec: { volumeName?: string; persistentVolumeReclaimPolicy?: string };
}

describe('storage:set', () => {
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

  it('refuses changes that Kubernetes does not support, before any change', async () => {
    await storage.must('storage:create', 'small', '--size', '64Mi');
    await refused(['storage:set', 'small', 'size', '128Mi'], /its claim is Pending/);
    expect((await storage.inEntry('small', 'true')).status).to.equal(0);
    await refused(
      ['storage:set', 'small', 'size', '128Mi'],
      /local-path does not allow volume expansion/,
      /storage:export/,
    );
    await refused(['storage:set', 'small', 'size', '1Mi'], /Kubernetes cannot shrink a volume/);
    await refused(['storage:set', 'small', 'access-mode', 'ReadWriteMany'], /Cannot change/);
    await refused(['storage:set', 'small', 'namespace', 'other'], /Cannot change/);
    await refused(['storage:set', 'small', 'size', ''], /--size is required/);
    await refused(
      ['storage:set', 'small', 'colour', 'red'],
      /Valid properties: chown, mode, reclaim-policy, size/,
    );
    expect(await storage.must('storage:set', 'small', 'size', '65536Ki')).to.match(
      /updated|already has these values/,
    );
  });

  it('changes labels, annotations and the policy on claim and volume', async () => {
    await storage.must('storage:labels:set', 'small', 'tier', 'gold');
    await storage.must('storage:annotations:set', 'small', 'example.com/note', 'two words');
    await storage.must('storage:set', 'small', 'reclaim-policy', 'Delete');
    const claim = await storage.kubeJson<Labelled>('get', 'pvc', 'small');
    const volume = () => storage.kubeJson<Labelled>('get', 'pv', claim.spec.volumeName!);
    for (const { metadata } of [claim, await volume()]) {
      expect(metadata.labels).to.include({ tier: 'gold' });
      expect(metadata.annotations).to.include({ 'example.com/note': 'two words' });
    }
    expect((await volume()).spec.persistentVolumeReclaimPolicy).to.equal('Delete');
    expect(await storage.must('storage:labels:report', 'small', '--format', 'json')).to.equal(
      '{"tier":"gold"}\n',
    );
    expect(
      await storage.must('storage:annotations:report', 'small', '--storage-annotations.example.com/note'),
    ).to.equal('two words\n');
    await storage.must('storage:set', 'small', '--label', 'team=a,rank=1');
    await storage.must('storage:annotations:set', 'small', 'example.com/note');
    await storage.must('storage:set', 'small', '--annotation', 'one=1,two=2', '--annotation', 'three=3');
    const { metadata } = await volume();
    for (const { metadata: at } of [await storage.kubeJson<Labelled>('get', 'pvc', 'small'), await volume()])
      expect(at.annotations).to.include({ one: '1', two: '2', three: '3' });
    expect(metadata.labels).to.include({ team: 'a', rank: '1' }).and.not.have.property('tier');
    expect(metadata.annotations).not.to.have.property('example.com/note');
  });

  it('changes the owner of the files once, and again on request or after a failure', async () => {
    const owner = async () => (await storage.inEntry('owned', 'stat', '-c', '%u', '/data/f')).stdout.trim();
    await storage.must('storage:create', 'owned', '--size', '8Mi', '--chown', 'heroku');
    const touch = [
      'storage:exec',
      'owned',
      '--as-user',
      '0',
      '--',
      'sh',
      '-c',
      'touch /data/f; chown 5 /data/f',
    ];
    await storage.must(...touch);
    // A new pod or an identical create must not change the owner a second time.
    await storage.must('storage:create', 'owned', '--size', '8Mi', '--chown', 'heroku');
    expect(await owner()).to.equal('5');
    expect(await storage.must('storage:set', 'owned', 'chown', 'heroku')).to.contain('owned to 1000');
    expect(await owner()).to.equal('1000');
    await storage.must('storage:set', '--global', 'image', noImage);
    await refused(['storage:set', 'owned', 'chown', 'paketo'], /library\/nothing/);
    await storage.must('storage:set', '--global', 'image', image);
    expect(await storage.must('storage:set', 'owned', 'chown', 'paketo')).to.contain('owned to 2000');
    expect(await owner()).to.equal('2000');
    expect(await storage.must('storage:set', 'owned', 'chown', 'false')).not.to.contain('Changing the owner');
    await refused(
      ['storage:set', 'owned', 'chown', 'nobody'],
      /--chown must be one of herokuish, heroku, paketo.*; got "nobody"/,
    );
    expect(await owner()).to.equal('2000');
  });

  describe('size', () => {
    // The test acts as the driver, because no driver on the engine can grow a volume.
    let volume: string;
    before(async () => {
      const name = await storage.class('growing', {
        allowVolumeExpansion: true,
        provisioner: 'example.test/driver',
      });
      volume = await storage.volume('grows', name);
      await storage.must('storage:create', 'grows', '--size', '1Gi', '--storage-class-name', name);
      await storage.must('storage:wait', 'grows');
    });

    const path = (jsonpath: string) => storage.kubectl('get', 'pvc', 'grows', '-o', `jsonpath={${jsonpath}}`);
    const request = () => path('.spec.resources.requests.storage');
    const status = (fields: object) =>
      storage.kubectl(
        ...['patch', 'pvc', 'grows', '--subresource', 'status', '--type', 'merge'],
        ...['--patch', JSON.stringify({ status: fields })],
      );

    it('waits for the driver, reports the pending step, and waits again when it is repeated', async () => {
      const set = ['storage:set', 'grows', 'size', '2Gi', '--timeout', '4'];
      await refused(set, /did not grow to 2Gi within 4 s/, /external controller/);
      await refused(set, /did not grow to 2Gi within 4 s/);
      await status({ conditions: [{ type: 'FileSystemResizePending', status: 'True' }] });
      expect(await storage.must(...set)).to.match(
        /its file system grows when the next pod mounts the volume/,
      );
      await status({ conditions: [] });
    });

    it('ends when the driver has resized the volume', async () => {
      const running = storage.spawn(launcher, ['storage:set', 'grows', 'size', '3Gi']);
      await until(async () => (await request()) === '3Gi', 'the larger request');
      const capacity = { storage: '3Gi' };
      await storage.kubectl('patch', 'pv', volume, '--patch', JSON.stringify({ spec: { capacity } }));
      await status({ capacity });
      const { status: ended, text } = await running.ended;
      expect(ended, text).to.equal(0);
      expect(text).to.contain('grows now has 3Gi');
      expect(await storage.must('storage:set', 'grows', 'size', '3Gi')).to.contain(
        'Storage entry grows already has these values',
      );
    });

    it('fails at once when the driver has failed', async () => {
      const running = storage.spawn(launcher, ['storage:set', 'grows', 'size', '4Gi']);
      await until(async () => (await request()) === '4Gi', 'the larger request');
      await storage.apply({
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name: 'grows.failed', namespace: storage.namespace },
        involvedObject: {
          kind: 'PersistentVolumeClaim',
          namespace: storage.namespace,
          name: 'grows',
          uid: await path('.metadata.uid'),
        },
        reason: 'VolumeResizeFailed',
        message: 'the disk is broken',
        type: 'Warning',
        count: 2,
      });
      const { status: ended, text } = await running.ended;
      expect(ended).to.equal(1);
      expect(text).to.match(/cannot grow to 4Gi[\s\S]*the disk is broken/);
    });

    it('stores the size of the claim after an interruption, because a claim cannot shrink', async () => {
      const running = storage.spawn(launcher, ['--trace', 'storage:set', 'grows', 'size', '5Gi']);
      await until(() => running.text().includes('storage step reconcile'), 'the larger request');
      running.interrupt();
      expect((await running.ended).status, running.text()).to.equal(130);
      expect(await request()).to.equal('5Gi');
      const info = JSON.parse(await storage.must('storage:info', 'grows', '--format', 'json'));
      expect(info).to.include({ size: '5Gi', capacity: '3Gi' });
      expect(await storage.must('storage:labels:set', 'grows', 'still', 'works')).to.contain('Setting');
    });
  });
});
