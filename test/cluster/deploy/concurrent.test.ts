import { expect } from 'chai';
import { Installation, launcher, onePod, type Running, until } from '../installation.ts';

describe('pushes at the same time', () => {
  let installation: Installation;

  before(async () => {
    installation = await Installation.start();
  });

  after(() => installation?.end());

  /** Does something while the process of a command is stopped and therefore keeps its lock. */
  async function whileHeld<T>(holder: Running, body: () => Promise<T>): Promise<T> {
    holder.child.kill('SIGSTOP');
    try {
      return await body();
    } finally {
      holder.child.kill('SIGCONT');
    }
  }
  const waits = (other: Running) => until(() => other.text().includes('Waiting for'), 'the other to wait');

  it('to one app: the second push is refused, and its error names the deploy that holds the lock', async () => {
    const app = await installation.create('one');
    const [first, second] = await Promise.all([
      installation.repository('hello', onePod),
      installation.repository('hello', onePod),
    ]);
    const running = first.startPush(app);
    await until(() => running.text().includes('Building'), 'the first to build');
    await second.commit('other', { 'index.html': 'other\n' });
    const refused = await second.push(app, '--force');
    expect(refused.status).to.equal(1);
    expect(refused.text)
      .to.match(/currently has a deploy lock in place, held by tester \(deploy [0-9a-f]{7}, build \w+\) for /)
      .and.contain('-o wait');
    const runningEnded = await running.ended;
    expect(runningEnded.status, runningEnded.text).to.equal(0);
  });

  it('to one app: the second push waits with -o wait', async () => {
    const app = await installation.create('wait');
    const repository = await installation.repository('hello', onePod);
    const before = await repository.push(app);
    expect(before.status, before.text).to.equal(0);
    await repository.commit('other', { 'index.html': 'other\n' });
    const restart = installation.spawn(launcher, ['ps:restart', app]);
    await until(() => restart.text().includes('Installing'), 'the restart to begin');
    const push = await whileHeld(restart, async () => {
      const waiting = repository.startPush(app, '--push-option=wait');
      await waits(waiting);
      return waiting;
    });
    const [restartEnded, waited] = await Promise.all([restart.ended, push.ended]);
    expect(restartEnded.status, restartEnded.text).to.equal(0);
    expect(waited.status, waited.text).to.equal(0);
    expect(waited.text).to.match(/Waiting for \w+ \(restart/);
    await until(async () => (await installation.get(app))?.includes('other'), 'the second version');
  });

  it('of config vars: the second change waits, and both values are live', async () => {
    const app = await installation.create('vars');
    const repository = await installation.repository('hello', onePod);
    const before = await repository.push(app);
    expect(before.status, before.text).to.equal(0);
    const first = installation.spawn(launcher, ['config:set', app, 'FIRST=1']);
    await until(() => first.text().includes('Installing'), 'the first change to be applied');
    const second = await whileHeld(first, async () => {
      const refused = await installation.dokku(['config:set', '--no-wait', app, 'REFUSED=1']);
      expect(refused.status, refused.text).to.equal(1);
      expect(refused.text).to.contain(
        'Nothing was changed. To wait for that deploy, run the command without --no-wait',
      );
      const waiting = installation.spawn(launcher, ['config:set', app, 'SECOND=1']);
      await waits(waiting);
      return waiting;
    });
    const [firstEnded, secondEnded] = await Promise.all([first.ended, second.ended]);
    expect(firstEnded.status, firstEnded.text).to.equal(0);
    expect(secondEnded.status, secondEnded.text).to.equal(0);
    expect(secondEnded.text).to.match(/Waiting for \w+ \(set config: first/);
    const live = await installation.must('run', app, 'env');
    expect(live).to.contain('FIRST=1').and.contain('SECOND=1').and.not.contain('REFUSED');
    expect(await installation.must('config:keys', app)).to.not.contain('REFUSED');
  });

  it('of config vars on an app that was locked by hand: nothing is stored', async () => {
    const app = await installation.create('locked');
    const repository = await installation.repository('hello', onePod);
    const before = await repository.push(app);
    expect(before.status, before.text).to.equal(0);
    await installation.must('apps:lock', app);
    const refused = await installation.dokku(['config:set', app, 'REFUSED=1']);
    expect(refused.status, refused.text).to.equal(1);
    expect(refused.text).to.contain(`Allow deploys again: dokku apps:unlock ${app}`);
    expect(await installation.must('config:keys', app)).to.not.contain('REFUSED');
  });

  it('to one branch: the later push is refused when the branch has moved while the push waited', async () => {
    const app = await installation.create('moved');
    const [first, second] = await Promise.all([
      installation.repository('hello', onePod),
      installation.repository('hello', onePod),
    ]);
    const running = first.startPush(app);
    await until(() => running.text().includes('Building'), 'the first to build');
    await second.commit('other', { 'index.html': 'other\n' });
    const waited = await second.push(app, '--force', '--push-option=wait');
    const runningEnded = await running.ended;
    expect(runningEnded.status, runningEnded.text).to.equal(0);
    expect(waited.status, waited.text).to.equal(1);
    expect(waited.text, waited.text).to.contain('moved while this push was waiting').and.contain('git fetch');
    await until(async () => (await installation.get(app))?.includes('version 1'), 'the first version');
  });

  it('in the background: the push returns at once, and builds:output follows the deploy', async () => {
    const app = await installation.create('detached');
    const repository = await installation.repository('hello', onePod);
    const push = await repository.push(app, '--push-option=detach');
    expect(push.status, push.text).to.equal(0);
    expect(push.text).to.not.contain('Building');
    const [, build] = push.text.match(/dokku builds:output \S+ (\w+) --follow/)!;
    const output = await installation.dokku(['builds:output', app, build!, '--follow']);
    expect(output.status).to.equal(0);
    expect(output.stdout).to.contain('Application deployed: v1');
    await until(() => installation.get(app), 'an answer');
  });

  it('to eight apps all succeed side by side', async () => {
    const apps = await Promise.all(
      Array.from({ length: 8 }, (_, index) => installation.create(`side-${index}`)),
    );
    const pushes = await Promise.all(
      apps.map(async (app) => (await installation.repository('hello', onePod)).push(app)),
    );
    for (const push of pushes) expect(push.status, push.text).to.equal(0);
    for (const app of apps) await until(() => installation.get(app), `an answer of ${app}`);
  });
});
