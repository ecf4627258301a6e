import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { until } from '../installation.ts';
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

/** A web.sh that appends its version to a log in the volume and serves the log. */
const serving = (version: string) =>
  `mkdir -p /data\necho ${version} >>/data/log\nhttpd -f -p $PORT -h /data &\ntrap 'kill $!; exit 0' TERM\nwait $!\n`;

const dockerfile = `FROM ${image}\nWORKDIR /app\nCOPY . .\nCMD ["sh", "web.sh"]\n`;

describe('mounts', () => {
  let storage: Storage;
  let app: string;
  before(async () => {
    storage = await Storage.begin({ serve: true });
    app = await storage.create('st');
    // The kubelet measures volumes of type `local`, but not those of type hostPath.
    const measured = ['--annotation', 'volumeType=local'];
    await storage.must('storage:create', 'data', '--size', '64Mi', '--chown', 'heroku', ...measured);
  });
  after(() => storage.end());

  async function refused(args: string[], ...reasons: RegExp[]) {
    const { status, text } = await storage.dokku(args);
    for (const reason of reasons) expect(text).to.match(reason);
    expect(status, text).to.equal(1);
  }

  const mountsIn = ({ spec }: PodTemplate) => spec.containers[0]!.volumeMounts ?? [];

  it('change the owner of the files once, when the entry is created', async () => {
    const { stdout, status, text } = await storage.inEntry('data', 'stat', '-c', '%u %g', '/data');
    expect(status, text).to.equal(0);
    expect(stdout).to.equal('1000 1000\n');
  });

  it('are refused with the reason when they cannot work', async () => {
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
    await refused(
      ['storage:mount', app, 'single', '--container-dir', '/x'],
      /one pod at a time.* · run: dokku ps:scale st-\S+ web=1/,
    );
    await storage.must('ps:scale', '--skip-deploy', app, 'web=1');
    await storage.must('storage:create', 'readers', '--size', '1Mi', '--access-mode', 'ReadOnlyMany');
    await refused(
      ['storage:mount', app, 'readers', '--container-dir', '/x'],
      /readers is read-only \(ReadOnlyMany\), but is mounted for writing/,
      /dokku storage:mount st-\S+ readers --container-dir \/x --volume-readonly/,
    );
    await storage.must('storage:mount', app, 'readers', '--container-dir', '/x/', '--volume-readonly');
    await storage.must('storage:unmount', app, 'readers', '--container-dir', '/x');
    await storage.must('storage:destroy', 'readers', '--force');
    await refused(
      ['storage:unmount', app, '/var/lib/x:/data'],
      /dokku storage:unmount st-\S+ legacy-[0-9a-f]{10} --container-dir \/data/,
    );
    await storage.must('storage:destroy', 'far', '--force');
    await storage.must('storage:destroy', 'single', '--force');
    await storage.must('storage:destroy', 'old', '--force');
  });

  it('provide one volume at several paths to processes, tasks and one-off commands, each with its own options', async () => {
    const mount = (...args: string[]) =>
      storage.must('storage:mount', app, 'data', '--container-dir', ...args);
    await mount('/data');
    await mount('/in', '--volume-subpath', 'inbox', '--process-type', 'worker', '--volume-chown', '77');
    expect((await storage.inEntry('data', 'stat', '-c', '%u', '/data/inbox')).stdout).to.equal('77\n');
    await mount('/ro', '--volume-readonly', '--phase', 'run');
    const repository = await storage.repository('hello', {
      Dockerfile: dockerfile,
      Procfile: `web: sh v1.sh\nworker: sh worker.sh\nrelease: sh -c "test ! -d /data || echo v1 >>/data/releases"\n`,
      'v1.sh': serving('v1'),
      'worker.sh': "echo kept >/in/letter\nsleep 1d &\ntrap 'kill $!; exit 0' TERM\nwait $!\n",
      'app.json': JSON.stringify({ cron: [{ command: 'cat /task/letter', schedule: '@yearly' }] }),
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
    // The order of the two streams of a command is not defined, and the log of a finished command combines both.
    expect(run.stdout).to.contain('kept\n');
    expect(run.text).to.match(/[Rr]ead-only/);
    expect(run.status).not.to.equal(0);
    await refused(['storage:destroy', 'data', '--force'], /mounted by st-/);
  });

  it('are available to one scheduled task by its id', async () => {
    const [task] = JSON.parse(await storage.must('cron:list', app, '--format', 'json'));
    const place = ['--container-dir', '/task', '--volume-subpath', 'inbox', '--process-type', task.id];
    await storage.must('storage:mount', app, 'data', ...place);
    await storage.must('ps:restart', app);
    expect(await storage.must('cron:run', app, task.id)).to.contain('kept');
    expect((await storage.dokku(['run', app, 'ls', '/task'])).status).not.to.equal(0);
    await storage.must('storage:unmount', app, 'data', '--container-dir', '/task');
  });

  it('provide the files of one version to the next, through a deploy, a rollback, a restart and scaling', async () => {
    const written: string[] = ['v1', 'v1'];
    const serves = async (version: string) => {
      written.push(version);
      const log = `${written.join('\n')}\n`;
      await until(async () => (await storage.get(app, '/log')) === log, `the page ${log}`);
    };
    const repository = await storage.repository('hello', {
      Dockerfile: dockerfile,
      Procfile: 'web: sh v2.sh\nrelease: sh -c "test ! -d /data || echo v2 >>/data/releases"\n',
      'v2.sh': serving('v2'),
      'app.json': null,
      config: null,
    });
    const { status, text } = await repository.push(app, '--force');
    expect(status, text).to.equal(0);
    await serves('v2');
    expect(await storage.must('run', app, 'cat', '/data/releases', '/data/inbox/letter')).to.equal(
      'v1\nv1\nv2\nkept\n',
    );
    await storage.must('releases:rollback', app);
    await serves('v1');
    await storage.must('ps:restart', app);
    await serves('v1');
    await storage.must('ps:scale', app, 'web=0');
    await storage.must('ps:scale', app, 'web=1');
    await serves('v1');
  });

  it('are checked again at each deploy', async () => {
    const folder = storage.trigger('storage-app-mounts', 'cat >"mounts-$2"; [ "$2" = deploy ]');
    await refused(['ps:restart', app], /storage-app-mounts failed/);
    const seen = (phase: string) => JSON.parse(readFileSync(join(folder, `mounts-${phase}`), 'utf8'));
    const everywhere = { entry_name: 'data', phases: ['deploy', 'run'] };
    expect(seen('deploy').map(({ attachment }: { attachment: object }) => attachment)).to.deep.equal([
      { ...everywhere, container_path: '/data', process_type: '_default_', readonly: false },
      {
        ...everywhere,
        container_path: '/in',
        process_type: 'worker',
        subpath: 'inbox',
        readonly: false,
        volume_chown: '77',
      },
    ]);
    expect(seen('run')[2]).to.deep.include({
      entry: {
        name: 'data',
        scheduler: 'k3s',
        size: '64Mi',
        namespace: storage.namespace,
        chown: 'heroku',
        annotations: { volumeType: 'local' },
        schema_version: 1,
      },
    });
    storage.noTrigger('storage-app-mounts');
    await storage.must('scheduler-k3s:set', app, 'namespace', `${storage.namespace}-far`);
    await refused(
      ['ps:restart', app],
      /data is in namespace test-\S+ and st-\S+ in test-\S+-far; pods can use only claims of their own/,
    );
    await storage.must('scheduler-k3s:set', app, 'namespace');
  });

  it('are shown with phase, volume, node, used bytes and users', async () => {
    interface Row {
      used_bytes: number | null;
      bound_volume: string;
    }
    const list = async () => JSON.parse(await storage.must('storage:list', app, '--format', 'json')) as Row[];
    // A kubelet measures once a minute.
    const row = await until(async () => (await list()).find(({ used_bytes: used }) => used), 'used bytes');
    expect(row).to.include({ entry_name: 'data', container_path: '/data', phase: 'Bound' });
    const seen = { phase: 'Bound', bound_volume: row.bound_volume, nodes: ['node1'], mounted_by: [app] };
    const { stdout } = await storage.dokku(['storage:report', app, '--storage-attachment.1.volume']);
    expect(stdout.trim()).to.equal(row.bound_volume);
    const json = async (...args: string[]) => JSON.parse(await storage.must(...args, '--format', 'json'));
    const info = await json('storage:info', 'data');
    const [listed] = await json('storage:list-entries');
    const [reported] = await json('storage:report', '--global');
    for (const shown of [info, listed, reported]) {
      expect(shown).to.deep.include(seen);
      expect(shown.used_bytes).to.be.above(0);
      expect(shown.pods).to.have.length.above(0);
    }
    expect(info).to.include({ volume_reclaim_policy: 'Retain' });
    const columns = `${row.bound_volume}\tnode1\t[0-9.]+ MiB`;
    expect(await storage.must('storage:list-entries')).to.match(
      new RegExp(`^data\tk3s\t\tBound\t${columns}\t${app}$`, 'm'),
    );
    expect(await storage.must('storage:report', '--global')).to.match(
      new RegExp(
        `^data\tk3s\tmounted by: ${app}\tphase: Bound\tvolume: ${row.bound_volume}\tnode: node1\tused: `,
        'm',
      ),
    );
  });

  it('keep one-off commands on the node where the volume is in use', async () => {
    const pod = (await storage.must('run:detached', app, 'true')).trim();
    const { spec } = await storage.kubeJson<{ spec: { affinity?: object } }>('get', 'pod', pod);
    await storage.kubectl('delete', 'job', '--selector', 'app.kubernetes.io/name=run');
    const matchFields = [{ key: 'metadata.name', operator: 'In', values: ['node1'] }];
    expect(spec.affinity).to.deep.equal({
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields }] },
      },
    });
  });

  it('are removed by name, and by path when there are several', async () => {
    await refused(['storage:unmount', app, 'data'], /several paths/, /\/data\n.*\/in\n.*\/ro/);
    for (const path of ['/data', '/in', '/ro'])
      await storage.must('storage:unmount', app, 'data', '--container-dir', path);
    await refused(['storage:unmount', app, 'data'], /does not mount data/);
    await refused(['storage:destroy', 'data', '--force'], /still in use/, /ps:restart st-/);
    await storage.must('ps:restart', app);
    // Kubernetes would keep the claim while pods of finished Jobs exist, and the command would time out.
    expect(await storage.must('storage:destroy', 'data', '--force')).to.match(/The volume pvc-\S+ was kept/);
    await refused(
      ['releases:rollback', app, 'v1'],
      /v1 of st-\S+ can no longer mount its storage; nothing was changed/,
      /the claim of data is missing/,
    );
  });
});
