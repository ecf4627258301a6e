import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { fixtures, Installation, type Repository, type Running, until } from '../installation.ts';
import { processesWith } from '../processes.ts';
import { secretAppears } from '../secret-appears.ts';

const stages = [
  'extract',
  'read',
  'build',
  'resolve',
  'render',
  'check',
  'tasks',
  'apply',
  'watch',
  'finish',
];

/** One container, so that a rollout is quick. */
const hello = {
  ...JSON.parse(readFileSync(join(fixtures, 'hello/app.json'), 'utf8')),
  formation: { web: { quantity: 1 } },
};

/**
 * A task that computes its output, so that the output is not part of its command line. The task runs until it receives
 * SIGTERM.
 */
const task = "sh -c 'trap exit TERM; echo $((40 + 2)) steps to go; sleep 300 & wait'";

/**
 * Per stage: the app.json that makes the stage last until it is interrupted, and the output that shows the stage has
 * begun.
 */
const lasting: Record<string, { appJson: object; shows: string }> = {
  tasks: {
    appJson: { scripts: { dokku: { predeploy: task } } },
    shows: '42 steps to go',
  },
  watch: {
    appJson: { healthchecks: { web: [{ type: 'readiness', path: '/never', wait: 10, attempts: 100 }] } },
    shows: 'web: 0 of 1 pod ready',
  },
  finish: {
    appJson: { scripts: { dokku: { postdeploy: task } } },
    shows: '42 steps to go',
  },
};

/** A Job that Helm waits for before Helm changes any other object of the release. */
const helmHook = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'slow-hook', annotations: { 'helm.sh/hook': 'pre-upgrade' } },
  spec: {
    template: {
      spec: {
        restartPolicy: 'Never',
        automountServiceAccountToken: false,
        terminationGracePeriodSeconds: 0,
        containers: [{ name: 'hook', image: 'busybox', command: ['sleep', '300'] }],
      },
    },
  },
};

describe('an interrupted deploy', () => {
  let installation: Installation;
  let app: string;
  let repository: Repository;
  let version = 1;

  before(async () => {
    installation = await Installation.start();
    app = await installation.create('cut');
    repository = await installation.repository('hello', { 'app.json': JSON.stringify(hello) });
    expect((await repository.push(app)).status).to.equal(0);
    await until(() => installation.get(app), 'the first version');
  });

  after(() => installation?.end());

  /** Pushes a change. Returns the running push once the stage has begun. */
  async function pushUntil(stage: string, files: Record<string, string> = {}): Promise<Running> {
    version++;
    const { appJson, shows } = lasting[stage] ?? { appJson: {}, shows: `stage ${stage} begins` };
    await repository.commit(`version ${version}`, {
      'index.html': `version ${version}\n`,
      'app.json': JSON.stringify({ ...hello, ...appJson }),
      ...files,
    });
    const push = repository.startPush(app, '--push-option=trace', '--force');
    await until(() => push.text().includes(shows), `stage ${stage}\n${push.text()}`);
    return push;
  }

  /** Makes the next push and checks that it works. Returns its output, which reports what was repaired. */
  async function nextPushWorks(): Promise<string> {
    await until(() => processesWith('git-hook', app).length === 0, 'the hook to end');
    await repository.commit(`version ${version}, in earnest`, { 'app.json': JSON.stringify(hello) });
    const push = await repository.push(app);
    expect(push.status, push.text).to.equal(0);
    await until(
      async () => (await installation.get(app))?.includes(`version ${version}`),
      `version ${version}`,
    );
    expect(readdirSync(join(installation.root, 'work'))).to.deep.equal([]);
    const pending = `owner=helm,name=${app},status in (pending-install,pending-upgrade,pending-rollback,uninstalling)`;
    expect(await installation.kubectl('get', 'secrets', '-l', pending, '-o', 'name')).to.equal('');
    const running = JSON.parse(await installation.must('builds:list', app, '--format', 'json'));
    expect(running.filter(({ status }: { status: string }) => status === 'running')).to.deep.equal([]);
    const releases = JSON.parse(await installation.must('releases:list', app, '--format', 'json'));
    expect(releases.filter(({ outcome }: { outcome: string }) => outcome === 'running')).to.deep.equal([]);
    return push.text;
  }

  function killHook(): void {
    for (const pid of processesWith('main.mjs', 'git-hook', app)) process.kill(pid, 'SIGKILL');
  }

  for (const stage of stages) {
    it(`by kill -9 of the hook in stage ${stage} does not block the next push`, async () => {
      const push = await pushUntil(stage);
      killHook();
      expect((await push.ended).status).to.equal(1);
      expect((await installation.dokku(['apps:locked', app])).status).to.equal(1);
      const next = await nextPushWorks();
      // Two migrations must never run at once.
      if (stage === 'tasks' || stage === 'finish')
        expect(next).to.match(/Stopping tasks left over from a crashed deploy: cut-\S+-(pre|post)deploy-/);
    });
  }

  it('by kill -9 during a Helm upgrade is repaired by the next deploy, which reports the repair', async () => {
    const push = await pushUntil('apply', {
      'config/kustomize/kustomization.yaml': 'resources: [rendered.yaml, hook.yaml]',
      'config/kustomize/hook.yaml': JSON.stringify(helmHook),
    });
    const pending = `owner=helm,name=${app},status=pending-upgrade`;
    expect(await secretAppears(pending, { signal: AbortSignal.timeout(240_000) }), push.text()).to.equal(
      true,
    );
    killHook();
    expect((await push.ended).status).to.equal(1);
    await repository.git('checkout', 'HEAD~', '--', 'config');
    expect(await nextPushWorks()).to.match(
      /The Helm release cut-\w+ was left mid-operation: rolled back to revision \d+/,
    );
  });

  for (const stage of ['build', 'apply', 'watch']) {
    it(`by Ctrl-C at the client in stage ${stage} is cancelled and keeps the old version`, async () => {
      const push = await pushUntil(stage);
      push.interrupt();
      await push.ended;
      await until(() => processesWith('git-hook', app).length === 0, 'the hook to end');
      expect((await installation.dokku(['apps:locked', app])).status).to.equal(1);
      const [build] = JSON.parse(await installation.must('builds:list', app, '--format', 'json'));
      expect(build.status).to.equal('canceled');
      await nextPushWorks();
    });
  }

  it('by kill -9 of the server does not block the next push', async () => {
    const push = await pushUntil('build');
    installation.server!.child.kill('SIGKILL');
    await push.ended;
    await installation.server!.ended;
    await installation.serve();
    await nextPushWorks();
  });

  it('by builds:cancel ends as cancelled, and the old version keeps serving', async () => {
    const before = await installation.get(app);
    const push = await pushUntil('watch');
    await installation.must('builds:cancel', app);
    const { status, text } = await push.ended;
    expect(status, text).to.equal(1);
    const [build] = JSON.parse(await installation.must('builds:list', app, '--format', 'json'));
    expect(build.status, text).to.equal('canceled');
    expect(await installation.get(app)).to.equal(before);
    await nextPushWorks();
  });

  it('by apps:unlock stops changing the app, and the old version keeps serving', async () => {
    const before = await installation.get(app);
    const push = await pushUntil('watch');
    await installation.must('apps:unlock', app);
    const { status, text } = await push.ended;
    expect(status, text).to.equal(1);
    expect(text).to.contain('apps:unlock broke the deploy lock');
    expect(await installation.get(app)).to.equal(before);
    await nextPushWorks();
  });
});
