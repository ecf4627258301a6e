import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { clusterUnderTest } from '../../../scripts/lib/cluster-under-test.ts';
import { requestsWithoutPage } from '../ingress.ts';
import { Installation, onePod, until } from '../installation.ts';

interface Deployment {
  spec: {
    replicas: number;
    template: { spec: { containers: { image: string; envFrom: { secretRef: { name: string } }[] }[] } };
  };
  metadata: { annotations: Record<string, string> };
}

describe('git push', () => {
  let installation: Installation;

  before(async () => {
    installation = await Installation.start();
  });

  after(() => installation?.end());

  it('builds, customises, rolls out and serves an app that did not exist before', async () => {
    const app = installation.app('hello');
    const repository = await installation.repository('hello');
    const push = await repository.push(app);
    expect(push.status, push.text).to.equal(0);
    expect(push.text)
      .to.match(/remote: -----> Building hello-\w+ from dockerfile/)
      .and.contain('web: 2 of 2 pods ready')
      .and.contain('worker: 1 of 1 pod ready')
      .and.contain(`http://${app}.example.test`);
    expect(await until(() => installation.get(app), 'an answer')).to.contain('version 1');
    const web = await installation.kubeJson<Deployment>('get', 'deployment', `${app}-web`);
    expect(web.spec.replicas).to.equal(2);
    expect(web.spec.template.spec.containers[0]!.image).to.match(/@sha256:[0-9a-f]{64}$/);
  });

  it('reads the files of build-dir, and web listens on PORT as every other command sees it', async () => {
    const app = await installation.create('part');
    await installation.must('builder:set', app, 'build-dir', 'backend');
    await installation.must('config:set', app, 'PORT=3300');
    const repository = await installation.repository('', {
      'backend/Dockerfile': 'FROM busybox:latest\nWORKDIR /app\nCOPY . .\nEXPOSE 22 3000\n',
      'backend/Procfile': 'web: sh -c \'echo "port $PORT" >index.html; exec httpd -f -p "$PORT"\'\n',
      'backend/app.json': JSON.stringify({ scripts: { dokku: { predeploy: 'echo preparing' } } }),
      'app.json': JSON.stringify({ formation: { web: { quantity: 0 } } }),
    });
    const push = await repository.push(app);
    expect(push.status, push.text).to.equal(0);
    expect(push.text)
      .to.contain('-----> Reading backend/app.json, backend/Procfile')
      .and.match(/remote: {8}preparing/);
    expect(await until(() => installation.get(app), 'an answer')).to.equal('port 3300\n');
    expect(await installation.must('run', app, 'sh', '-c', 'echo $PORT')).to.equal('3300\n');
    expect(await installation.must('releases:info', app)).to.match(
      /source files: +backend\/app.json, backend\/Procfile/,
    );
  });

  it('replaces a version without a failed request', async () => {
    const app = await installation.create('gapless');
    const repository = await installation.repository('hello');
    expect((await repository.push(app)).status).to.equal(0);
    await until(() => installation.get(app), 'the first answer');
    await repository.commit('second', { 'index.html': 'Hello from version two\n' });
    const push = repository.startPush(app);
    let over = false;
    const asking = requestsWithoutPage(
      `${app}.example.test`,
      () => over,
      () => push.text().trimEnd().split('\n').at(-1) ?? '',
    );
    expect((await push.ended).status).to.equal(0);
    await until(async () => (await installation.get(app))?.includes('version two'), 'the new version');
    over = true;
    expect(await asking).to.deep.equal([]);
  });

  it('builds nothing and replaces no pod when tree and settings are unchanged', async () => {
    const app = await installation.create('same');
    const repository = await installation.repository('hello', onePod);
    await installation.must('git:set', app, 'rev-env-var', '');
    expect((await repository.push(app)).status).to.equal(0);
    const pods = () =>
      installation.kubectl('get', 'pods', '-l', `app.kubernetes.io/part-of=${app}`, '-o', 'name');
    const before = await pods();
    await repository.commit('nothing new');
    const push = await repository.push(app);
    expect(push.status).to.equal(0);
    expect(push.text).to.contain('Reusing the image of an earlier build with the same tree and settings');
    expect(await pods()).to.equal(before);
  });

  it('runs an ordinary Node app with a dependency, a web and a worker process', async () => {
    const app = await installation.create('node');
    const repository = await installation.repository('node');
    await installation.must('ps:scale', app, 'web=1', 'worker=1');
    await installation.must('scheduler-k3s:set', app, 'shm-size', '48Mi');
    const push = await repository.push(app);
    expect(push.status, push.text).to.equal(0);
    expect(await until(() => installation.get(app), 'an answer')).to.be.a('string');
    expect(push.text).to.contain('worker: 1 of 1 pod ready');
    const shm = await installation.must('enter', app, 'web', 'df', '--output=size', '-k', '/dev/shm');
    expect(shm).to.contain(String(48 * 1024));
  });

  it('gives every release its own config, and keeps the old config for a rollback', async () => {
    const app = await installation.create('variables');
    const repository = await installation.repository('hello', onePod);
    expect((await repository.push(app)).status).to.equal(0);
    const secretOf = async () =>
      (await installation.kubeJson<Deployment>('get', 'deployment', `${app}-web`)).spec.template.spec
        .containers[0]!.envFrom[0]!.secretRef.name;
    const first = await secretOf();
    const set = await installation.dokku(['config:set', app, 'GREETING=good morning']);
    expect(set.status, set.text).to.equal(0);
    const second = await secretOf();
    expect(second)
      .to.match(new RegExp(`^config-${app}-[0-9a-f]{10}$`))
      .and.not.equal(first);
    await installation.kubectl('get', 'secret', first);
    const { stdout } = await installation.dokku(['run', app, 'sh', '-c', 'echo "$GREETING"']);
    expect(stdout).to.contain('good morning');
  });

  it('deploys over HTTP with a token, and streams its output', async () => {
    const app = await installation.create('http');
    const repository = await installation.repository('hello', onePod);
    const token = (await installation.must('tokens:create', 'tester')).trim().split('\n').at(-1)!.trim();
    const url = `http://tester:${token}@127.0.0.1:${installation.httpPort}/${app}.git`;
    const push = repository.start(['push', url, 'main']);
    await until(() => push.text().includes('Building'), `the build to begin\n${push.text()}`);
    expect(push.child.exitCode).to.equal(null);
    const { status, text } = await push.ended;
    expect(status, text).to.equal(0);
    expect(await until(() => installation.get(app), 'an answer')).to.contain('version 1');
    expect(await installation.must('releases:list', app)).to.contain('tester');
  });

  it('deploys one of several pushed refs, and a tag as the deploy branch', async () => {
    const app = await installation.create('refs');
    await installation.must('git:set', app, 'deploy-branch', 'live');
    const repository = await installation.repository('hello', {
      ...onePod,
      'index.html': 'from a branch\n',
    });
    await repository.git('branch', 'beside');
    await repository.git('tag', 'v1');
    const several = await repository.push(app, 'beside', 'main:live', 'v1');
    expect(several.status, several.text).to.equal(0);
    expect(several.text).to.match(/refs\/heads\/beside and refs\/tags\/v1 were stored, not deployed: /);
    expect(await until(() => installation.get(app), 'an answer')).to.equal('from a branch\n');
    await installation.must('git:set', app, 'deploy-branch', 'v2');
    await repository.commit('second', { 'index.html': 'from a tag\n' });
    await repository.git('tag', 'v2');
    const tag = await repository.push(app, 'v2');
    expect(tag.status, tag.text).to.equal(0);
    await until(async () => (await installation.get(app)) === 'from a tag\n', 'the tagged version');
    const url = `ssh://dokku@127.0.0.1:${installation.port}/${app}`;
    const refs = await repository.git('ls-remote', '--refs', url);
    expect(refs.match(/refs\S+/g)).to.have.members(
      ['heads/beside', 'heads/live', 'tags/v1', 'tags/v2'].map((name) => `refs/${name}`),
    );
  });

  it('builds files of any name, with the modes of a checkout', async () => {
    const app = await installation.create('names');
    await installation.must('ps:set', app, 'skip-deploy', 'true');
    const repository = await installation.repository('hello', {
      ...onePod,
      'ignored.txt': 'x',
      'bin/run': '#!/bin/sh\n',
      '.dockerignore': 'ignored*\n!ignored-not*\n',
      Dockerfile: 'FROM busybox\nWORKDIR /app\nCOPY . /app\nRUN sh modes.sh\n',
      seed: String(Math.random()),
      'modes.sh':
        'stat -c "mode %a %n" index.html bin bin/run; for file in caf* ignored* end*; do echo "size $(cat "$file")"; done\n',
      'new\nline': 'x',
      'back\\slash': 'x',
      '-rf': 'x',
      'tab\there/ leading and trailing ': 'x',
      '\u2028\u202e\u0001': 'x',
      'end ': 'with a blank',
    });
    for (const name of ['caf\xe9', 'ignored\xe9', 'ignored-not\xe9'])
      writeFileSync(Buffer.from(join(repository.path, name), 'latin1'), `latin-1 ${name.length}`);
    chmodSync(join(repository.path, 'bin/run'), 0o755);
    await repository.commit('Names');
    const push = await repository.push(app);
    expect(push.status, push.text).to.equal(0);
    expect(push.text)
      .to.contain('mode 644 index.html')
      .and.match(/mode 755 bin\s/)
      .and.contain('mode 755 bin/run')
      .and.contain('size latin-1 4')
      .and.contain('size latin-1 12')
      .and.contain('size with a blank')
      .and.not.contain('size latin-1 8');
  });

  it('builds again for an empty commit and for a tag when the image has the .git folder', async () => {
    const app = await installation.create('gitdir');
    await installation.must('ps:set', app, 'skip-deploy', 'true');
    const repository = await installation.repository('hello', {
      ...onePod,
      seed: String(Math.random()),
      Dockerfile: 'FROM busybox\nCOPY . /app\nRUN echo "tags: $(ls /app/.git/refs/tags)"\n',
    });
    expect((await repository.push(app)).status).to.equal(0);
    await installation.must('git:set', app, 'keep-git-dir', 'true');
    await repository.commit('nothing new');
    await repository.git('tag', 'v1');
    const tagged = await repository.push(app, 'main', 'v1');
    expect(tagged.status, tagged.text).to.equal(0);
    expect(tagged.text).to.contain('tags: v1').and.not.contain('Reusing');
    await repository.commit('nothing new again');
    const empty = await repository.push(app);
    expect(empty.status, empty.text).to.equal(0);
    expect(empty.text).to.contain('tags: v1').and.not.contain('Reusing');
  });

  it('builds the committed files, even if another app has files of the same size and time', async () => {
    const pages = { one: 'from the one\n', other: 'of the other\n' };
    for (const [name, page] of Object.entries(pages)) {
      const app = await installation.create(name);
      const repository = await installation.repository('hello', {
        ...onePod,
        'index.html': page,
      });
      const commit = ['commit', '-q', '--amend', '--no-edit'];
      const { status } = await repository.start(commit, { GIT_COMMITTER_DATE: '2026-01-02T03:04:05Z' }).ended;
      expect(status).to.equal(0);
      expect((await repository.push(app)).status).to.equal(0);
      expect(await until(() => installation.get(app), 'an answer')).to.equal(page);
    }
  });

  it('builds with the contents of submodules, fetched with the login of the server’s user', async () => {
    const site = await installation.create('site');
    await installation.must('git:set', site, 'deploy-branch', 'never');
    const module = await installation.repository('', { 'index.html': 'from a submodule\n' });
    const stored = await module.push(site);
    expect(stored.status, stored.text).to.equal(0);
    const token = (await installation.must('tokens:create', 'tester')).trim();
    const login = `machine 127.0.0.1 login tester password ${token}\n`;
    writeFileSync(join(installation.folder, '.netrc'), login, { mode: 0o600 });
    const url = `http://127.0.0.1:${installation.httpPort}/${site}.git`;
    const app = await installation.create('modules');
    const repository = await installation.repository('hello', {
      ...onePod,
      'index.html': null,
      '.gitmodules': `[submodule "site"]\n\tpath = site\n\turl = ${url}\n`,
      Dockerfile:
        'FROM busybox\nWORKDIR /app\nCOPY . .\nRUN mv site/index.html .\nEXPOSE 5000\nCMD ["sh", "web.sh"]\n',
    });
    const link = `160000,${(await module.git('rev-parse', 'HEAD')).trim()},site`;
    await repository.git('update-index', '--add', '--cacheinfo', link);
    await repository.git('commit', '-q', '-m', 'Add a submodule');
    const push = await repository.push(app);
    expect(push.status, push.text).to.equal(0);
    expect(await until(() => installation.get(app), 'an answer')).to.equal('from a submodule\n');
  });

  it('builds without a deploy with -o skip-deploy', async () => {
    const app = await installation.create('skip');
    await installation.must('ps:set', app, 'skip-deploy', 'true');
    const push = await (await installation.repository('hello', onePod)).push(app);
    expect(push.status, push.text).to.equal(0);
    expect(push.text).to.contain('Pushed').and.contain('Skipping the deploy');
    expect(await installation.must('ps:report', app, '--deployed')).to.equal('false\n');
  });

  it('deploys a ready-made image', async () => {
    const app = await installation.create('image');
    const source = await installation.create('source');
    expect((await (await installation.repository('hello', onePod)).push(source)).status).to.equal(0);
    const image = `${clusterUnderTest().registry}/dokku/${source}:1`;
    const deploy = await installation.dokku(['git:from-image', app, image]);
    expect(deploy.status, deploy.text).to.equal(0);
    expect(await until(() => installation.get(app), 'an answer')).to.contain('version 1');
  });
});
