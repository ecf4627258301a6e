import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { image, Storage } from './fixture.ts';

interface Deployment {
  spec: { strategy: { type: string } };
}

const files = {
  Dockerfile: `FROM ${image}\nWORKDIR /app\nCOPY . .\nCMD ["sh", "web.sh"]\n`,
  Procfile: 'web: sh web.sh\n',
  'app.json': null,
  config: null,
};

describe('apps with storage', () => {
  let storage: Storage;
  before(async () => {
    storage = await Storage.begin({ serve: true });
  });
  after(() => storage.end());

  it('are renamed with their data, and are cloned only with storage that several pods can share', async () => {
    const app = await storage.create('ren');
    await storage.must('storage:create', 'alone', '--size', '8Mi');
    await storage.must('storage:mount', app, 'alone', '--container-dir', '/data');
    const pushed = await (await storage.repository('hello', files)).push(app);
    expect(pushed.status, pushed.text).to.equal(0);
    await storage.must('run', app, 'sh', '-c', 'echo mine >/data/f');
    const renamed = storage.app('named');
    expect(await storage.must('apps:rename', app, renamed)).to.contain(`Stopping the pods of ${app} first`);
    expect(await storage.must('run', renamed, 'cat', '/data/f')).to.equal('mine\n');
    const clone = storage.app('clo');
    const { status, text } = await storage.dokku(['apps:clone', renamed, clone]);
    expect(status, text).to.equal(1);
    expect(text)
      .to.match(/alone is ReadWriteOnce/)
      .and.to.contain('--skip-storage');
    await storage.must('storage:unmount', renamed, 'alone');
    const shared = await storage.class('shared');
    await storage.volume('shared', shared);
    const mode = ['--access-mode', 'ReadWriteMany', '--storage-class-name', shared];
    await storage.must('storage:create', 'shared', '--size', '1Gi', ...mode);
    await storage.must('storage:mount', renamed, 'shared', '--container-dir', '/data');
    const cloned = await storage.dokku(['apps:clone', renamed, clone]);
    expect(cloned.text).to.contain('share the storage entry shared');
    await storage.must('ps:restart', renamed);
    await storage.must('run', renamed, 'sh', '-c', 'echo both >/data/f');
    expect(await storage.must('run', clone, 'cat', '/data/f')).to.equal('both\n');
  });

  it('share an entry that both mount', async () => {
    const [one, other] = [await storage.create('one'), await storage.create('two')];
    const name = await storage.class('both');
    await storage.volume('both', name);
    const mode = ['--access-mode', 'ReadWriteMany', '--storage-class-name', name];
    await storage.must('storage:create', 'both', '--size', '1Gi', ...mode);
    for (const app of [one, other]) {
      await storage.must('storage:mount', app, 'both', '--container-dir', `/${app}`);
      const pushed = await (await storage.repository('hello', files)).push(app);
      expect(pushed.status, pushed.text).to.equal(0);
    }
    await storage.must('run', one, 'sh', '-c', `echo shared >/${one}/f`);
    expect(await storage.must('run', other, 'cat', `/${other}/f`)).to.equal('shared\n');
    const { text } = await storage.dokku(['storage:destroy', 'both', '--force']);
    expect(text).to.contain(`mounted by ${one}, ${other}`);
    expect(text).to.contain(`storage:unmount ${one} both`).and.to.contain(`storage:unmount ${other} both`);
    const { spec } = await storage.kubeJson<Deployment>('get', 'deployment', `${one}-web`);
    expect(spec.strategy.type).to.equal('RollingUpdate');
  });

  it('use a ReadWriteOncePod entry', async () => {
    const app = await storage.create('pod');
    await storage.must('storage:create', 'pod', '--size', '8Mi', '--access-mode', 'ReadWriteOncePod');
    await storage.must('storage:mount', app, 'pod', '--container-dir', '/data', '--phase', 'deploy');
    const repository = await storage.repository('hello', files);
    const pushed = await repository.push(app);
    expect(pushed.status, pushed.text).to.equal(0);
    const { spec } = await storage.kubeJson<Deployment>('get', 'deployment', `${app}-web`);
    expect(spec.strategy).to.deep.equal({ type: 'Recreate' });
    await storage.must('ps:restart', app);
    // The old pod has to release the volume first, so a version that fails leaves nothing that serves.
    await repository.commit('broken', { 'web.sh': 'exit 3\n' });
    const broken = await repository.push(app);
    expect(broken.status, broken.text).to.equal(1);
    expect(broken.text).to.contain(`${app}-web of v2 was stopped before v3 started. Nothing of it serves`);
    expect(broken.text).to.contain('v2 serves again').and.not.contain('still serving');
    expect(await storage.get(app)).to.contain('version 1');
    await storage.must('apps:destroy', '--force', app);
  });

  it('from older releases migrate docker-options volumes to entries, and keep their data', async () => {
    const app = await storage.create('old');
    const folder = join(storage.folder, 'old-photos');
    mkdirSync(folder);
    writeFileSync(join(folder, 'cat.jpg'), 'meow');
    const ensured = await storage.dokku(['storage:ensure-directory', 'old-data', '--chown', 'false']);
    expect(ensured.text).to.match(/storage:ensure-directory is deprecated/);
    expect(ensured.text).to.contain('dokku storage:create old-data --size 1Gi');
    const data = join(storage.root, 'data/storage/old-data');
    writeFileSync(join(data, 'f'), 'data');
    for (const phases of ['deploy', 'run'])
      await storage.must('docker-options:add', app, phases, `-v ${folder}:/photos:ro`);
    await storage.must('docker-options:add', app, 'deploy,run', `-v ${data}:/data`);
    const repository = await storage.repository('hello', files);
    const said = await storage.must('storage:migrate', app);
    expect(await storage.must('storage:migrate', app)).to.equal(`-----> Re-migrated ${app}\n`);
    expect(await storage.must('docker-options:report', app)).not.to.contain('-v ');
    const refused = await repository.push(app);
    expect(refused.status).to.equal(1);
    expect(refused.text).to.match(/legacy-[0-9a-f]{10} is a docker-local entry, which has no volume/);
    const commands = [...said.matchAll(/: dokku (storage:.*)$/gm)].map(([, command]) => command!);
    expect(commands).to.have.length(6);
    for (const command of commands) await storage.must(...command.replace('<size>', '1Gi').split(' '));
    const pushed = await repository.push(app);
    expect(pushed.status, pushed.text).to.equal(0);
    expect(await storage.must('run', app, 'cat', '/photos/cat.jpg', '/data/f')).to.equal('meowdata\n');
    const { text } = await storage.dokku(['run', app, 'touch', '/photos/x', '/data/x']);
    expect(text)
      .to.match(/\/photos\/x: Read-only/)
      .and.not.to.match(/\/data\/x/);
  });

  it('get the reason when their claim is not bound', async () => {
    const app = await storage.create('why');
    const eager = await storage.class('eager', { provisioner: 'rancher.io/local-path' });
    await storage.must('storage:create', 'never', '--size', '1Mi', '--storage-class-name', eager);
    await storage.must('storage:mount', app, 'never', '--container-dir', '/data');
    const pushed = await (await storage.repository('hello', files)).push(app);
    expect(pushed.status).not.to.equal(0);
    expect(pushed.text)
      .to.match(/the storage claim never gets no volume/)
      .and.to.match(/no node was specified/);
    await storage.must('storage:unmount', app, 'never');
    const gone = await storage.class('gone', { provisioner: 'example.test/driver' });
    await storage.must('storage:create', 'gone', '--size', '1Mi', '--storage-class-name', gone);
    await storage.kubectl('delete', 'storageclass', gone);
    await storage.must('storage:mount', app, 'gone', '--container-dir', '/data');
    const missing = await (await storage.repository('hello', files)).push(app, '--force');
    expect(missing.status).not.to.equal(0);
    expect(missing.text)
      .to.match(/the storage claim gone gets no volume/)
      .and.to.match(new RegExp(`storageclass.storage.k8s.io "${gone}" not found`))
      .and.to.contain('dokku storage:info gone');
    await storage.must('apps:destroy', '--force', app);
  });

  it('get the reason when their volume is full', async () => {
    const app = await storage.create('full');
    const name = await storage.class('full');
    const volume = await storage.volume('full', name);
    const folder = join(storage.folder, volume);
    mkdirSync(folder);
    await storage.run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', folder]);
    try {
      await storage.must('storage:create', 'full', '--size', '1Gi', '--storage-class-name', name);
      await storage.must('storage:mount', app, 'full', '--container-dir', '/data');
      const fills = { ...files, 'web.sh': 'dd if=/dev/zero of=/data/f bs=1M count=2\n' };
      const pushed = await (await storage.repository('hello', fills)).push(app);
      expect(pushed.status).not.to.equal(0);
      expect(pushed.text)
        .to.match(/web .*: a disk or volume is full/)
        .and.to.match(/No space left on device/)
        .and.to.contain(`dokku storage:report ${app}`);
      await storage.must('apps:destroy', '--force', app);
    } finally {
      await storage.run('umount', ['--lazy', folder]);
    }
  });
});
