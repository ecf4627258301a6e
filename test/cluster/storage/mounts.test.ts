import { expect } from 'chai';
import { image, Storage } from './fixture.ts';

interface Workload {
  spec: {
    strategy?: { type: string };
    template: PodTemplate;
    jobTemplate: { spec: { template: PodTemplate } };
  };
}
interface PodTemplate {
  spec: {
    volumes?: { name: string }[];
    containers: { volumeMounts?: { mountPath: string; subPath?: string; readOnly?: boolean }[] }[];
  };
}

const dockerfile = `FROM ${image}\nWORKDIR /app\nCOPY . .\nCMD ["sh", "web.sh"]\n`;

describe('mounts', () => {
  let storage: Storage;
  let app: string;
  before(async () => {
    storage = await Storage.begin({ serve: true });
    app = await storage.create('st');
    await storage.must('storage:create', 'data', '--size', '64Mi', '--chown', 'heroku');
  });
  after(() => storage.end());

  async function refused(args: string[], ...reasons: RegExp[]) {
    const { status, text } = await storage.dokku(args);
    for (const reason of reasons) expect(text).to.match(reason);
    expect(status, text).to.equal(1);
  }

  const mountsIn = ({ spec }: PodTemplate) => spec.containers[0]!.volumeMounts ?? [];

  it('give the owner to the files once, when the entry is made', async () => {
    const { stdout, status, text } = await storage.inEntry('data', 'stat', '-c', '%u %g', '/data');
    expect(status, text).to.equal(0);
    expect(stdout).to.equal('1000 1000\n');
  });

  it('are refused when they cannot work', async () => {
    await storage.must(
      'storage:create',
      'far',
      '--size',
      '1Mi',
      '--namespace',
      storage.global('namespace', 'far'),
    );
    await refused(
      ['storage:mount', app, 'far', '--container-dir', '/x'],
      /far is in namespace far-.* only claims of their own namespace/,
    );
    await refused(
      ['storage:mount', app, '/var/lib/x:/data'],
      /dokku storage:create .*-data \/var\/lib\/x --size/,
      /dokku storage:mount .* --container-dir \/data/,
    );
    await storage.must('storage:create', 'old', '/srv/old', '--scheduler', 'docker-local');
    await refused(
      ['storage:mount', app, 'old', '--container-dir', '/x'],
      /old is a docker-local entry/,
      /storage:create <name> \/srv\/old/,
    );
    await refused(['storage:mount', app, 'data', '--container-dir', 'relative/..'], /not an absolute path/);
    await refused(
      ['storage:mount', app, 'data', '--container-dir', '/x', '--volume-subpath', '../up'],
      /not a path inside/,
    );
    await refused(['storage:mount', app, 'none', '--container-dir', '/x'], /none does not exist/);
    await storage.must('storage:create', 'single', '--size', '1Mi', '--access-mode', 'ReadWriteOncePod');
    await storage.must('ps:scale', '--skip-deploy', app, 'web=2');
    await refused(['storage:mount', app, 'single', '--container-dir', '/x'], /one pod at a time/);
    await storage.must('ps:scale', '--skip-deploy', app, 'web=1');
    await storage.must('storage:destroy', 'far', '--force');
    await storage.must('storage:destroy', 'single', '--force');
    await storage.must('storage:destroy', 'old', '--force');
  });

  it('show one volume at several paths to processes, tasks and one-off commands, each what it was given', async () => {
    const mount = (...args: string[]) =>
      storage.must('storage:mount', app, 'data', '--container-dir', ...args);
    await mount('/data');
    await mount('/in', '--volume-subpath', 'inbox', '--process-type', 'worker');
    await mount('/ro', '--volume-readonly', '--phase', 'run');
    const repository = await storage.repository('hello', {
      Dockerfile: dockerfile,
      Procfile:
        'web: sh web.sh\nworker: sh -c "echo kept >/in/letter; exec sleep 1d"\nrelease: sh -c "test ! -d /data || echo v1 >>/data/releases"\n',
      'app.json': JSON.stringify({ cron: [{ command: 'true', schedule: '@yearly' }] }),
      config: null,
    });
    await storage.must('ps:scale', '--skip-deploy', app, 'web=1', 'worker=1');
    const { status, text } = await repository.push(app);
    expect(status, text).to.equal(0);
    const web = await storage.kubeJson<Workload>('get', 'deployment', `${app}-web`);
    expect(web.spec.strategy).to.deep.equal({ type: 'Recreate' });
    expect(mountsIn(web.spec.template)).to.deep.equal([{ name: 'data', mountPath: '/data' }]);
    const worker = await storage.kubeJson<Workload>('get', 'deployment', `${app}-worker`);
    expect(worker.spec.template.spec.volumes).to.have.length(1);
    expect(mountsIn(worker.spec.template)).to.deep.equal([
      { name: 'data', mountPath: '/data' },
      { name: 'data', mountPath: '/in', subPath: 'inbox' },
    ]);
    const { items } = await storage.kubeJson<{ items: Workload[] }>('get', 'cronjob');
    expect(mountsIn(items[0]!.spec.jobTemplate.spec.template)).to.deep.equal([
      { name: 'data', mountPath: '/data' },
    ]);
    const run = await storage.dokku(['run', app, 'sh', '-c', 'cat /data/inbox/letter; touch /ro/x']);
    expect(run.text)
      .to.match(/^kept\n/)
      .and.to.match(/[Rr]ead-only/);
    expect(run.status).not.to.equal(0);
    await refused(['storage:destroy', 'data', '--force'], /mounted by st-/);
  });

  it('keep their data through a deploy, a rollback, a restart and a scaling', async () => {
    const read = () => storage.must('run', app, 'cat', '/data/releases', '/data/inbox/letter');
    const before = await read();
    const repository = await storage.repository('hello', {
      Dockerfile: dockerfile,
      Procfile: 'web: sh web.sh\nrelease: sh -c "test ! -d /data || echo v2 >>/data/releases"\n',
      'app.json': null,
      config: null,
    });
    const { status, text } = await repository.push(app, '--force');
    expect(status, text).to.equal(0);
    expect(await read()).to.equal(before.replace('v1\n', 'v1\nv2\n'));
    await storage.must('releases:rollback', app);
    await storage.must('ps:restart', app);
    await storage.must('ps:scale', app, 'web=0');
    await storage.must('ps:scale', app, 'web=1');
    expect(await read()).to.match(/v2\n.*kept\n$/s);
  });

  it('are shown with volume, node and users', async () => {
    const [row] = JSON.parse(await storage.must('storage:list', app, '--format', 'json'));
    expect(row).to.include({ entry_name: 'data', container_path: '/data', phase: 'Bound' });
    const { stdout } = await storage.dokku(['storage:report', app, '--storage-attachment.1.volume']);
    expect(stdout.trim()).to.equal(row.volume);
    expect(await storage.must('storage:report', '--global')).to.contain(`data\tk3s\tmounted by: ${app}`);
    const info = JSON.parse(await storage.must('storage:info', 'data', '--format', 'json'));
    expect(info).to.deep.include({ mounted_by: [app], volume_reclaim_policy: 'Retain', nodes: ['node1'] });
    expect(info.pods).to.have.length.above(0);
  });

  it('go by name, and by path when there are several', async () => {
    await refused(['storage:unmount', app, 'data'], /several paths/, /\/data\n.*\/in\n.*\/ro/);
    for (const path of ['/data', '/in', '/ro'])
      await storage.must('storage:unmount', app, 'data', '--container-dir', path);
    await refused(['storage:unmount', app, 'data'], /does not mount data/);
    await refused(['storage:destroy', 'data', '--force'], /still in use/, /ps:restart st-/);
    await storage.must('ps:restart', app);
    expect(await storage.must('storage:destroy', 'data', '--force')).to.match(/The volume pvc-\S+ was kept/);
  });
});
