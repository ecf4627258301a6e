import { expect } from 'chai';
import { launcher, until } from '../installation.ts';
import { Storage } from './fixture.ts';

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

  it('refuses what Kubernetes cannot change, before anything happens', async () => {
    await storage.must('storage:create', 'small', '--size', '64Mi');
    await refused(['storage:set', 'small', 'size', '128Mi'], /its claim is Pending/);
    expect((await storage.inEntry('small', 'true')).status).to.equal(0);
    await refused(
      ['storage:set', 'small', 'size', '128Mi'],
      /local-path does not let volumes grow/,
      /storage:export/,
    );
    await refused(['storage:set', 'small', 'size', '1Mi'], /never makes a volume smaller/);
    await refused(['storage:set', 'small', 'access-mode', 'ReadWriteMany'], /cannot be changed/);
    await refused(['storage:set', 'small', 'namespace', 'other'], /cannot be changed/);
    await refused(['storage:set', 'small', 'size', ''], /--size is needed/);
    await refused(
      ['storage:set', 'small', 'colour', 'red'],
      /Valid properties: chown, mode, reclaim-policy, size/,
    );
    expect(await storage.must('storage:set', 'small', 'size', '65536Ki')).to.match(/updated|so already/);
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
    const { metadata } = await volume();
    expect(metadata.labels).to.include({ team: 'a', rank: '1' }).and.not.have.property('tier');
    expect(metadata.annotations).not.to.have.property('example.com/note');
  });

  it('grows a volume and ends when the driver has done it', async () => {
    // The test plays the driver, as the engine has none that can.
    const name = await storage.class('growing', {
      allowVolumeExpansion: true,
      provisioner: 'example.test/driver',
    });
    const volume = await storage.volume('grows', name);
    await storage.must('storage:create', 'grows', '--size', '1Gi', '--storage-class-name', name);
    await storage.must('storage:wait', 'grows');
    const late = await storage.dokku(['storage:set', 'grows', 'size', '2Gi', '--timeout', '5']);
    expect(late.text)
      .to.match(/does not have 2Gi within 5 s/)
      .and.to.match(/external controller/);
    const running = storage.spawn(launcher, ['storage:set', 'grows', 'size', '3Gi']);
    const capacity = JSON.stringify({ capacity: { storage: '3Gi' } });
    await until(
      async () =>
        (await storage.kubectl(
          'get',
          'pvc',
          'grows',
          '-o',
          'jsonpath={.spec.resources.requests.storage}',
        )) === '3Gi',
      'the larger request',
    );
    await storage.kubectl('patch', 'pv', volume, '--patch', `{"spec":${capacity}}`);
    await storage.kubectl(
      'patch',
      'pvc',
      'grows',
      '--subresource',
      'status',
      '--type',
      'merge',
      '--patch',
      `{"status":${capacity}}`,
    );
    const { status, text } = await running.ended;
    expect(status, text).to.equal(0);
    expect(text).to.contain('grows has 3Gi now');
  });
});
