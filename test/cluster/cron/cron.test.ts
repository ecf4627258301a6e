import { expect } from 'chai';
import { Installation, type Repository, until } from '../installation.ts';

interface Task {
  id: string;
  command: string;
  maintenance: boolean;
  'task-in-maintenance': boolean;
  'app-in-maintenance': boolean;
  last_start: string | null;
}

interface CronJob {
  spec: {
    failedJobsHistoryLimit: number;
    successfulJobsHistoryLimit: number;
    jobTemplate: { spec: { ttlSecondsAfterFinished?: number } };
  };
}

interface Objects {
  items: {
    metadata: { name: string; ownerReferences?: { kind: string }[]; annotations: Record<string, string> };
    spec: { suspend: boolean };
    status: { succeeded?: number; active?: number };
  }[];
}

const appJson = {
  formation: { web: { quantity: 0 } },
  cron: [
    { command: `sh -c 'echo "tick $GREETING from $(cat index.html)"'`, schedule: '* * * * *' },
    { command: 'sh hold.sh', schedule: '@yearly', concurrency_policy: 'forbid' },
    { command: 'sh hold.sh', schedule: '@monthly', concurrency_policy: 'replace' },
    { command: "sh -c 'echo no; exit 7'", schedule: '@weekly', maintenance: true },
  ],
};

describe('scheduled tasks', () => {
  let installation: Installation;
  let app: string;
  let repository: Repository;
  const list = async (): Promise<Task[]> =>
    JSON.parse(await installation.must('cron:list', app, '--format', 'json'));
  const ids = async () => (await list()).map(({ id }) => id);
  const cronJob = async (id: string) =>
    (await installation.kubeJson<Objects>('get', 'cronjobs')).items.find(
      ({ metadata }) => metadata.annotations['dokku.com/cron-id'] === id,
    )!;

  before(async () => {
    installation = await Installation.start();
    app = await installation.create('cron');
    await installation.must('config:set', app, 'GREETING=hello');
    repository = await installation.repository('hello', {
      'app.json': JSON.stringify(appJson),
      'config/kustomize': null,
      // Runs until it receives SIGTERM.
      'hold.sh': "echo held; trap 'exit 0' TERM; while true; do sleep 1 & wait $!; done\n",
    });
    const push = await repository.push(app);
    expect(push.status, push.text).to.equal(0);
  });

  after(() => installation?.end());

  it('are listed with ids, and are CronJobs', async () => {
    const tasks = await list();
    expect(tasks.map(({ command }) => command)).to.deep.equal(appJson.cron.map(({ command }) => command));
    expect(tasks.map(({ maintenance }) => maintenance)).to.deep.equal([false, false, false, true]);
    expect(await installation.must('cron:report', app, '--cron-task-count')).to.equal('4\n');
    for (const { id, maintenance } of tasks) expect((await cronJob(id)).spec.suspend).to.equal(maintenance);
  });

  it('run on schedule with image and config of the release, and their output is in the logs command', async () => {
    await until(
      async () =>
        (await installation.kubeJson<Objects>('get', 'jobs')).items.some(
          ({ metadata, status }) => metadata.ownerReferences?.[0]?.kind === 'CronJob' && status.succeeded,
        ),
      'a run by schedule',
    );
    const logs = await installation.must('logs', app, '--ps', 'cron', '--quiet');
    expect(logs).to.match(/^tick hello from .*version 1/m);
  });

  it('run on request, with the config of the release that is serving', async () => {
    await installation.must('config:set', '--no-restart', app, 'GREETING=later');
    const [tick] = await ids();
    const run = await installation.dokku(['cron:run', app, tick!]);
    expect(run.status, run.text).to.equal(0);
    expect(run.text).to.match(/^tick hello from .*version 1/m);
  });

  it('exit with the status of the command, also in maintenance', async () => {
    const run = await installation.dokku(['cron:run', app, (await ids())[3]!]);
    expect(run.status).to.equal(7);
    expect(run.stdout).to.equal('no\n');
  });

  it('keep the result and the output of their last run, by schedule and by request', async () => {
    const [tick, hold, , failing] = await ids();
    const tasks = await list();
    expect(tasks[0]).to.include({ last_status: 'succeeded', last_exit_code: 0, last_failed_start: null });
    expect(tasks[1]).to.include({ last_status: null, last_start: null });
    expect(tasks[3]).to.include({ last_status: 'failed', last_exit_code: 7, last_succeeded_start: null });
    expect(Date.parse(tasks[3]!.last_start!)).to.be.within(Date.now() - 600_000, Date.now());

    const table = await installation.dokku(['cron:list', app]);
    expect(table.text).to.contain('failed (exit status 7)').and.contain(`dokku cron:logs ${app} ${failing}`);
    expect(await installation.must('cron:report', app, `--cron-last-status-${failing}`)).to.equal(
      'failed (exit status 7)\n',
    );
    expect(await installation.must('cron:logs', app, failing!)).to.match(
      /^=====> Run started at .*: failed \(exit status 7\)\nno\n$/,
    );
    expect(await installation.must('cron:logs', app, tick!)).to.match(/^tick hello from/m);
    expect((await installation.dokku(['cron:logs', app, hold!])).text).to.contain('keeps no run');

    const { spec } = await installation.kubeJson<CronJob>(
      'get',
      'cronjob',
      (await cronJob(tick!)).metadata.name,
    );
    expect(spec).to.include({ failedJobsHistoryLimit: 1, successfulJobsHistoryLimit: 1 });
    expect(spec.jobTemplate.spec).to.not.have.property('ttlSecondsAfterFinished');
  });

  it('are refused a second run by the policy forbid, and lose the first run by the policy replace', async () => {
    const [, forbid, replace] = await ids();
    await installation.must('cron:run', '--detach', app, forbid!);
    const second = await installation.dokku(['cron:run', '--detach', app, forbid!]);
    expect(second.status).to.equal(1);
    expect(second.text).to.contain('already running').and.contain(`${app}-cron-`);

    const byRun = (...words: string[]) => installation.dokku(['run', '--cron-id', forbid!, ...words]);
    expect((await byRun(app, 'echo', 'mine')).text).to.contain('already running');
    const allowed = await byRun('--concurrency-policy', 'allow', app, 'echo', 'mine');
    expect(allowed, allowed.text).to.include({ status: 0, stdout: 'mine\n' });

    const first = (await installation.must('cron:run', '--detach', app, replace!)).trim();
    const next = await installation.dokku(['cron:run', '--detach', app, replace!]);
    expect(next.status, next.text).to.equal(0);
    const names = (await installation.kubeJson<Objects>('get', 'jobs')).items.map(
      ({ metadata }) => metadata.name,
    );
    expect(names).to.not.include(first);
    expect(names).to.include(next.stdout.trim().split('\n').at(-1));
  });

  it('are stopped after --ttl-seconds', async () => {
    const run = await installation.dokku(['cron:run', '--ttl-seconds', '3', app, (await ids())[2]!]);
    expect(run.status).to.not.equal(0);
    const wrong = await installation.dokku(['cron:run', '--ttl-seconds', '0', app, (await ids())[2]!]);
    expect(wrong.status).to.equal(1);
    expect(wrong.text).to.contain('at least 1');
  });

  it('are suspended at once, and stay suspended after a release and a rollback until they are resumed', async () => {
    const [tick] = await ids();
    await installation.must('cron:suspend', app, tick!);
    expect((await cronJob(tick!)).spec.suspend).to.equal(true);
    await installation.must('ps:restart', app);
    expect((await cronJob(tick!)).spec.suspend).to.equal(true);
    await installation.must('releases:rollback', app, 'v1');
    expect((await cronJob(tick!)).spec.suspend).to.equal(true);
    await installation.must('cron:resume', app, tick!);
    expect((await cronJob(tick!)).spec.suspend).to.equal(false);
  });

  it('are all paused by cron:set maintenance, and cron:resume does not override that', async () => {
    const [tick, hold] = await ids();
    await installation.must('cron:set', app, 'maintenance', 'true');
    expect((await cronJob(hold!)).spec.suspend).to.equal(true);
    expect(await installation.must('cron:list', app)).to.contain('true (app)');
    const resumed = await installation.dokku(['cron:resume', app, tick!]);
    expect(resumed.text).to.contain('cron:set');
    expect((await cronJob(tick!)).spec.suspend).to.equal(true);
    await installation.must('cron:set', app, 'maintenance');
    expect((await cronJob(tick!)).spec.suspend).to.equal(false);
  });

  it('are refused by an unknown id, with a hint to cron:list', async () => {
    for (const verb of ['cron:run', 'cron:suspend', 'cron:resume']) {
      const { status, text } = await installation.dokku([verb, app, 'nonsense']);
      expect(status).to.equal(1);
      expect(text).to.contain(`dokku cron:list ${app}`);
    }
  });

  it('stay suspended when the app is renamed', async () => {
    const [tick] = await ids();
    await installation.must('cron:suspend', app, tick!);
    const renamed = installation.app('clock');
    await installation.must('apps:rename', app, renamed);
    app = renamed;
    const [task] = await list();
    expect(task!.id).to.not.equal(tick);
    expect(task!['task-in-maintenance']).to.equal(true);
    expect((await cronJob(task!.id)).spec.suspend).to.equal(true);
  });

  it('are deleted from the cluster when they are removed from app.json', async () => {
    await repository.commit('fewer', { 'app.json': JSON.stringify({ ...appJson, cron: [] }) });
    expect((await repository.push(app)).status).to.equal(0);
    expect((await installation.kubeJson<Objects>('get', 'cronjobs')).items).to.deep.equal([]);
    expect((await installation.dokku(['cron:list', app])).text).to.contain('no scheduled tasks');
  });
});
