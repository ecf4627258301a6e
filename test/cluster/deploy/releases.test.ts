import { expect } from 'chai';
import { Installation, onePodEach, type Repository, until } from '../installation.ts';

describe('releases', () => {
  let installation: Installation;
  let app: string;
  let repository: Repository;

  before(async () => {
    installation = await Installation.start();
    app = await installation.create('versions');
    repository = await installation.repository('hello', onePodEach);
    await installation.must('config:set', app, 'COLOUR=red', 'OLD=yes');
    expect((await repository.push(app)).status).to.equal(0);
    await installation.must('config:unset', app, 'OLD');
    await repository.commit('second', { 'index.html': 'version 2\n', 'config/kustomize': null });
    expect((await repository.push(app)).status).to.equal(0);
  });

  after(() => installation?.end());

  it('are listed with their image, config and outcome', async () => {
    const releases = JSON.parse(await installation.must('releases:list', app, '--format', 'json'));
    expect(
      releases.map((each: { version: string; outcome: string }) => [each.version, each.outcome]),
    ).to.deep.equal([
      ['v3', 'succeeded'],
      ['v2', 'succeeded'],
      ['v1', 'succeeded'],
    ]);
    expect(releases[0].stages).to.include.keys('build', 'render', 'apply', 'watch');
    expect(releases[0].description).to.match(/^Deploy [0-9a-f]{7}$/);
  });

  it('are compared by the names of their config vars', async () => {
    const diff = await installation.must('releases:diff', app, 'v1', 'v2');
    expect(diff).to.contain('- config OLD').and.not.contain('yes');
  });

  it('are compared by image and manifest, as changed lines', async () => {
    const diff = await installation.must('releases:diff', app, 'v2', 'v3');
    expect(diff).to.match(/^- image: .*@sha256:[0-9a-f]{64}$/m);
    expect(diff).to.match(/^\+ image: .*@sha256:[0-9a-f]{64}$/m);
    expect(diff).to.match(/^- +example\.com\/greeting: hello$/m);
  });

  it('contain neither config values nor credentials in clear text', async () => {
    const manifest = await installation.must('releases:info', app, 'v1', '--manifest');
    expect(manifest).to.contain('kind: Deployment').and.not.contain('red');
  });

  it('are restored completely: image, config and customised chart', async () => {
    const rollback = await installation.dokku(['releases:rollback', app, 'v1']);
    expect(rollback.status, rollback.text).to.equal(0);
    expect(rollback.text).to.contain('Not rolled back').and.contain(`dokku releases:rollback ${app} v3`);
    await until(async () => (await installation.get(app))?.includes('version 1'), 'the old version');
    expect(await installation.must('config:get', app, 'OLD')).to.equal('yes\n');
    const manifest = (name: string) => installation.must('releases:info', app, name, '--manifest');
    expect(await manifest('v4')).to.equal(await manifest('v1'));
  });

  it('roll back to the previous release without a number, and start a stopped app', async () => {
    await installation.must('ps:stop', app);
    const rollback = await installation.dokku(['releases:rollback', app]);
    expect(rollback.status, rollback.text).to.equal(0);
    await until(async () => (await installation.get(app))?.includes('version 2'), 'the newer version');
    expect(await installation.must('ps:report', app, '--restore')).to.equal('true\n');
  });

  it('cannot be restored when they never went live', async () => {
    const broken = await installation.repository('broken/crash');
    expect((await broken.push(app, '--force')).status).to.equal(1);
    const [newest] = JSON.parse(await installation.must('releases:list', app, '--format', 'json'));
    expect(newest.outcome).to.equal('failed');
    const rollback = await installation.dokku(['releases:rollback', app, newest.version]);
    expect(rollback.status).to.equal(1);
    expect(rollback.text).to.contain('never went live');
  });

  it('leave no objects of a failed release after a rollback without a number', async () => {
    const broken = await installation.repository('broken/crash');
    const push = await broken.push(app, '--force');
    expect(push.status).to.equal(1);
    expect(push.text).to.contain('is still serving').and.contain(`dokku releases:rollback ${app}`);
    const processes = () => installation.kubectl('get', 'deployments', '--output', 'name');
    // The failed version has no worker. That of the serving version stays until another version serves.
    expect(await processes()).to.contain(`${app}-worker`);
    const rollback = await installation.dokku(['releases:rollback', app]);
    expect(rollback.status, rollback.text).to.equal(0);
    expect(await processes()).to.contain(`${app}-worker`);
    expect(await installation.get(app)).to.contain('version 2');
  });

  it('are rolled back automatically with rollback-on-failure', async () => {
    await installation.must('scheduler-k3s:set', app, 'rollback-on-failure', 'true');
    const push = await (await installation.repository('broken/crash')).push(app, '--force');
    expect(push.status).to.equal(1);
    expect(push.text)
      .to.match(/Rolling back to v\d+/)
      .and.contain('crash: the database is not there');
    expect(await installation.get(app)).to.contain('version 2');
    const pods = await installation.kubectl('get', 'deployments', '--output', 'name');
    expect(pods).to.contain(`${app}-worker`);
    const revisions = await installation.kubectl(
      'get',
      'deployment',
      `${app}-web`,
      '-o',
      'jsonpath={.status}',
    );
    expect(JSON.parse(revisions)).to.include({ replicas: 1, updatedReplicas: 1, availableReplicas: 1 });
  });

  it('are refused when they do not exist, with the next step', async () => {
    for (const name of ['v99', 'nonsense']) {
      const rollback = await installation.dokku(['releases:rollback', app, name]);
      expect(rollback.status).to.equal(1);
      expect(rollback.text).to.match(/v1, v2|releases:list/);
    }
  });
});
