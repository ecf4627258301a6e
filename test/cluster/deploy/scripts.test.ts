import { expect } from 'chai';
import { Installation, type Repository, until } from '../installation.ts';

const env = {
  GREETING: 'hello',
  SESSION_SECRET: { generator: 'secret' },
  DATABASE_URL: { description: 'Where the database is' },
  API_TOKEN: {},
  CHANNEL: { value: 'one', sync: true },
  ROTATED: { generator: 'secret', sync: true },
  OPTIONAL: { required: false },
  EVERYWHERE: 'of app.json',
};
/** No shell: Kubernetes replaces the variables, and the entrypoint of the image runs the words. */
const say = (task: string) => `echo ${task} of $GREETING with \${DATABASE_URL}`;
/** A shell command that prints only the claims of the task's ServiceAccount token. Pods of this app may have one. */
const claims = 'cut -d. -f2 /var/run/secrets/kubernetes.io/serviceaccount/token';
const appJson = (changes: object = {}) =>
  JSON.stringify({
    env,
    formation: { web: { quantity: 1 } },
    scripts: {
      dokku: { predeploy: `sh -c '${say('predeploy')} && ${claims}'`, postdeploy: say('postdeploy') },
      postdeploy: say('first-deploy'),
    },
    ...changes,
  });

describe('app.json env and scripts:', () => {
  let installation: Installation;
  let app: string;
  let repository: Repository;
  const config = async (key: string) => (await installation.must('config:get', app, key)).trim();
  const inWeb = async (key: string) =>
    (await installation.must('enter', app, 'web', 'sh', '-c', `echo $${key}`)).trim();
  /** Returns the ServiceAccount of the predeploy task of a push. */
  const account = (text: string): string => {
    const token = text.match(/ (eyJ[\w-]+) *\n/)![1]!;
    return JSON.parse(Buffer.from(token, 'base64url').toString()).sub.split(':').at(-1);
  };
  const head = () => installation.must('git:report', app, '--git-sha');

  before(async () => {
    installation = await Installation.start();
    app = await installation.create('scripts');
    await installation.must('scheduler-k3s:set', app, 'service-account-token', 'true');
    repository = await installation.repository('hello', {
      'app.json': appJson(),
      Procfile: `web: sh web.sh\nrelease: ${say('release')}\n`,
      'config/kustomize': null,
      Dockerfile: 'FROM busybox\nWORKDIR /app\nCOPY . .\nENTRYPOINT ["sh", "begin"]\n',
      begin: 'THROUGH=entrypoint exec "$@"\n',
    });
  });

  after(() => installation?.end());

  it('a first push is refused before the build, and names all required variables without a value', async () => {
    const push = await repository.push(app);
    expect(push.status).to.equal(1);
    expect(push.text).to.contain('DATABASE_URL: Where the database is').and.contain('API_TOKEN');
    expect(push.text).to.contain(`dokku config:set ${app} DATABASE_URL=… API_TOKEN=…`);
    expect(push.text).to.not.contain('Building');
  });

  it('a first deploy generates the other variables, and runs each task with them at its stage', async () => {
    await installation.must('config:set', app, 'DATABASE_URL=db.example', 'API_TOKEN=t', 'CHANNEL=mine');
    await installation.must('config:set', '--global', 'EVERYWHERE=of all apps');
    const push = await repository.push(app);
    expect(push.status, push.text).to.equal(0);
    const at = (text: string) => {
      expect(push.text).to.contain(text);
      return push.text.indexOf(text);
    };
    const order = ['predeploy', 'release', 'first-deploy'].map((task) =>
      at(`${task} of hello with db.example`),
    );
    order.push(at('Installing'), at('postdeploy of hello with db.example'), at('Application deployed'));
    expect(order).to.deep.equal(order.toSorted((a, b) => a - b));

    expect(account(push.text)).to.equal('default');

    expect(await config('GREETING')).to.equal('hello');
    expect(await config('SESSION_SECRET')).to.match(/^[0-9a-f]{64}$/);
    expect(await inWeb('SESSION_SECRET')).to.equal(await config('SESSION_SECRET'));
    expect(await config('CHANNEL')).to.equal('one');
    expect(push.text).to.not.contain(await config('SESSION_SECRET'));
    expect(await inWeb('EVERYWHERE')).to.equal('of all apps');
    expect((await installation.dokku(['config:get', app, 'OPTIONAL'])).status).to.equal(1);
  });

  it('a later deploy changes only synced variables, and does not repeat the first-deploy task', async () => {
    const secret = await config('SESSION_SECRET');
    const rotated = await config('ROTATED');
    await installation.must('config:set', '--no-restart', app, 'CHANNEL=mine');
    await installation.must('config:unset', '--no-restart', app, 'GREETING', 'API_TOKEN');
    await repository.commit('second', { 'index.html': 'version 2\n' });
    const push = await repository.push(app);
    expect(push.status, push.text).to.equal(0);
    expect(push.text).to.contain('predeploy of').and.not.contain('first-deploy');
    expect(push.text).to.contain(
      `app.json requires API_TOKEN, which has no value. To set a value: dokku config:set ${app} API_TOKEN=…`,
    );
    expect(account(push.text)).to.equal(app);
    expect(await config('SESSION_SECRET')).to.equal(secret);
    expect(await config('ROTATED'))
      .to.match(/^[0-9a-f]{64}$/)
      .and.not.equal(rotated);
    expect(push.text).to.not.contain(await config('ROTATED'));
    expect(await config('CHANNEL')).to.equal('one');
    expect((await installation.dokku(['config:get', app, 'GREETING'])).status).to.equal(1);
  });

  it('a restart changes no variable', async () => {
    const rotated = await config('ROTATED');
    await installation.must('config:set', app, 'CHANNEL=mine');
    expect(await inWeb('ROTATED')).to.equal(rotated);
    expect(await config('CHANNEL')).to.equal('mine');
    expect(await inWeb('CHANNEL')).to.equal('mine');
    // Kubernetes adds its own address to every container.
    const addresses = (await installation.must('enter', app, 'web', 'env')).match(/^\w+_PORT=tcp:.*/gm);
    expect(addresses).to.have.length(1);
    expect(addresses![0]).to.match(/^KUBERNETES_PORT=/);
  });

  it('a task with shell syntax is refused before the build, with the correction', async () => {
    const scripts = { dokku: { predeploy: 'sh check.sh && sh migrate.sh' } };
    await repository.commit('shell', { 'app.json': appJson({ scripts }) });
    const push = await repository.push(app);
    expect(push.status).to.equal(1);
    expect(push.text).to.contain('write in app.json: "sh -c ').and.not.contain('Building');
    await repository.commit('no shell', { 'app.json': appJson() });
  });

  it('a one-off command runs through the entrypoint, or without it on request', async () => {
    const through = ['sh', '-c', 'echo ${THROUGH:-nothing} of $0', 'words'];
    const run = await installation.dokku(['run', app, ...through]);
    expect(run.stdout).to.equal('entrypoint of words\n');
    expect(run.text).to.contain(`dokku run --entrypoint= ${app} sh -c`);
    const without = await installation.dokku(['run', '--entrypoint', '', app, ...through]);
    expect(without, without.text).to.include({ stdout: 'nothing of words\n', text: 'nothing of words\n' });
    const other = await installation.dokku(['run', '--entrypoint', 'echo a', app, '$CHANNEL', '$NONE']);
    expect(other.stdout).to.equal('a mine $NONE\n');
  });

  it('a failing predeploy task keeps the old version and the ref', async () => {
    await until(async () => (await installation.get(app))?.includes('version 2'), 'the second version');
    const before = await head();
    const scripts = { dokku: { predeploy: "sh -c 'echo migrating; exit 3'" } };
    await repository.commit('third', { 'index.html': 'version 3\n', 'app.json': appJson({ scripts }) });
    const push = await repository.push(app);
    expect(push.status).to.equal(1);
    expect(push.text).to.contain('migrating').and.contain('failed with exit status 3');
    expect(await installation.get(app)).to.contain('version 2');
    expect(await head()).to.equal(before);
  });

  it('a failing postdeploy task is reported, and the new version serves', async () => {
    const scripts = { dokku: { postdeploy: "sh -c 'echo announcing; exit 4'" } };
    await repository.commit('fourth', { 'index.html': 'version 4\n', 'app.json': appJson({ scripts }) });
    const push = await repository.push(app);
    expect(push.status, push.text).to.equal(0);
    expect(push.text).to.contain('announcing').and.contain('is serving anyway');
    await until(async () => (await installation.get(app))?.includes('version 4'), 'the fourth version');
  });
});
