import { expect } from 'chai';
import { Installation, onePodEach, type Repository, until } from '../installation.ts';

describe('an app with two process types', () => {
  let installation: Installation;
  let repository: Repository;

  before(async () => {
    installation = await Installation.start();
    repository = await installation.repository('hello', onePodEach);
  });

  after(() => installation?.end());

  async function deployed(name: string): Promise<string> {
    const app = await installation.create(name);
    const push = await repository.push(app);
    expect(push.status, push.text).to.equal(0);
    await until(() => installation.get(app), `an answer of ${app}`);
    return app;
  }

  it('is destroyed only after the exact confirmation', async () => {
    const app = await installation.create('kept');
    const destroy = await installation.dokku(['apps:destroy', app], { input: 'something else\n' });
    expect(destroy.status).to.equal(1);
    expect((await installation.dokku(['apps:exists', app])).status).to.equal(0);
    expect((await installation.dokku(['apps:destroy', app], { input: `${app}\n` })).status).to.equal(0);
  });

  it('stops and starts', async () => {
    const app = await deployed('pause');
    await installation.must('ps:stop', app);
    await until(async () => (await installation.get(app)) === undefined, 'it to stop answering');
    expect(await installation.must('ps:report', app, '--running')).to.equal('false\n');
    await installation.must('config:set', app, 'WHILE=stopped');
    expect(await installation.must('ps:report', app, '--running')).to.equal('false\n');
    await installation.must('ps:start', app);
    await until(() => installation.get(app), 'an answer again');
    expect(await installation.must('ps:report', app, '--running')).to.equal('true\n');
  });

  it('owns only its own objects, not objects with its label in other namespaces', async () => {
    const app = await deployed('own');
    const elsewhere = `${installation.namespace}-elsewhere`;
    await installation.kubectl('create', 'namespace', elsewhere);
    try {
      await installation.kubectl(
        'create',
        '--namespace',
        elsewhere,
        'deployment',
        app,
        '--image=no.such/image',
      );
      const label = `app.kubernetes.io/part-of=${app}`;
      await installation.kubectl('label', '--namespace', elsewhere, 'deployment', app, label);
      expect(await installation.must('ps:report', app, '--running')).to.equal('true\n');
    } finally {
      await installation.kubectl('delete', 'namespace', elsewhere, '--wait=false');
    }
  });

  it('is scaled up and down, unless app.json sets the quantities', async () => {
    const app = await deployed('scale');
    const refused = await installation.dokku(['ps:scale', app, 'web=3']);
    expect(refused.status).to.equal(1);
    expect(refused.text).to.contain('app.json');
    await repository.commit('without formation', { 'app.json': '{}' });
    expect((await repository.push(app)).status).to.equal(0);
    await installation.must('ps:scale', app, 'web=3', 'worker=0');
    const { spec } = await installation.kubeJson<{ spec: { replicas: number } }>(
      'get',
      'deployment',
      `${app}-web`,
    );
    expect(spec.replicas).to.equal(3);
    await repository.git('reset', '--quiet', '--hard', 'HEAD~1');
  });

  it('gets new pods for one process type only', async () => {
    const app = await deployed('restart');
    const podsOf = (process: string) =>
      installation.kubectl('get', 'pods', '-l', `app.kubernetes.io/instance=${app}-${process}`, '-o', 'name');
    const before = { web: await podsOf('web'), worker: await podsOf('worker') };
    await installation.must('ps:restart', app, 'worker');
    expect(await podsOf('web')).to.equal(before.web);
    expect(await podsOf('worker')).not.to.equal(before.worker);
  });
});
