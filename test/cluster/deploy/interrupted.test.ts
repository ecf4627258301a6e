import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Installation, type Repository, type Running, until } from '../installation.ts';
import { processesWith } from '../processes.ts';

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

describe('an interrupted deploy', () => {
  let installation: Installation;
  let app: string;
  let repository: Repository;
  let version = 1;

  before(async () => {
    installation = await Installation.start();
    app = await installation.create('cut');
    repository = await installation.repository('hello');
    expect((await repository.push(app)).status).to.equal(0);
    await until(() => installation.get(app), 'the first version');
  });

  after(() => installation?.end());

  /** Pushes a change that has a task and a build of some length, and hands over when a stage has begun. */
  async function pushUntil(stage: string): Promise<Running> {
    version++;
    await repository.commit(`version ${version}`, { 'index.html': `version ${version}\n` });
    const push = repository.startPush(app, '--push-option=trace');
    await until(() => push.text().includes(`stage ${stage} begins`), `stage ${stage}\n${push.text()}`);
    return push;
  }

  async function nextPushWorks(): Promise<void> {
    await until(() => processesWith('git-hook', app).length === 0, 'the hook to end');
    const push = await repository.push(app);
    expect(push.status, push.text).to.equal(0);
    await until(
      async () => (await installation.get(app))?.includes(`version ${version}`),
      `version ${version}`,
    );
    expect(readdirSync(join(installation.root, 'work'))).to.deep.equal([]);
    const secrets = await installation.kubectl(
      'get',
      'secrets',
      '-l',
      `owner=helm,name=${app},status!=deployed,status!=superseded`,
      '-o',
      'name',
    );
    expect(secrets).to.equal('');
    const builds = JSON.parse(await installation.must('builds:list', app, '--format', 'json'));
    expect(builds.filter(({ status }: { status: string }) => status === 'running')).to.deep.equal([]);
  }

  for (const stage of stages) {
    it(`by kill -9 of the hook in stage ${stage} leaves nothing in the way`, async () => {
      const push = await pushUntil(stage);
      for (const pid of processesWith('main.mjs', 'git-hook', app)) process.kill(pid, 'SIGKILL');
      const { status } = await push.ended;
      // The last stage may be over before the signal arrives.
      if (stage !== 'finish') expect(status).to.equal(1);
      expect((await installation.dokku(['apps:locked', app])).status).to.equal(1);
      await nextPushWorks();
    });
  }

  for (const stage of ['build', 'apply', 'watch']) {
    it(`by Ctrl-C at the client in stage ${stage} is cancelled and leaves the old version`, async () => {
      const push = await pushUntil(stage);
      push.interrupt();
      await push.ended;
      await until(() => processesWith('git-hook', app).length === 0, 'the hook to end');
      expect((await installation.dokku(['apps:locked', app])).status).to.equal(1);
      const [build] = JSON.parse(await installation.must('builds:list', app, '--format', 'json'));
      expect(build.status).to.be.oneOf(['canceled', 'failed']);
      await nextPushWorks();
    });
  }

  it('by kill -9 of the server leaves nothing in the way', async () => {
    const push = await pushUntil('build');
    installation.server!.child.kill('SIGKILL');
    await push.ended;
    await installation.server!.ended;
    await installation.serve();
    await nextPushWorks();
  });

  it('by builds:cancel ends as cancelled, and the old version serves', async () => {
    const before = await installation.get(app);
    const push = await pushUntil('watch');
    const cancel = await installation.dokku(['builds:cancel', app]);
    const { status, text } = await push.ended;
    // The rollout may have been over before the signal came.
    if (cancel.status === 0) {
      expect(status).to.equal(1);
      const [build] = JSON.parse(await installation.must('builds:list', app, '--format', 'json'));
      expect(build.status, text).to.equal('canceled');
      await until(async () => (await installation.get(app)) === before, 'the old version');
    }
    await nextPushWorks();
  });
});
