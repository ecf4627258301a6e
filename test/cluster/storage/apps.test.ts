import { expect } from 'chai';
import { image, Storage } from './fixture.ts';

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

  it('are renamed with their data, and cloned only where it can be shared', async () => {
    const app = await storage.create('ren');
    await storage.must('storage:create', 'alone', '--size', '8Mi');
    await storage.must('storage:mount', app, 'alone', '--container-dir', '/data');
    const pushed = await (await storage.repository('hello', files)).push(app);
    expect(pushed.status, pushed.text).to.equal(0);
    await storage.must('run', app, 'sh', '-c', 'echo mine >/data/f');
    const renamed = storage.app('named');
    expect(await storage.must('apps:rename', app, renamed)).to.contain(
      `what runs as ${app} is stopped first`,
    );
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

  it('are told why their storage does not come', async () => {
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
    await storage.kubectl('delete', 'deployment', `${app}-web`, '--ignore-not-found');
  });
});
