import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { clusterUnderTest } from '../../../scripts/lib/cluster-under-test.ts';
import { checkPull } from '../../../src/build/registry/check-pull.ts';
import { Cancelled } from '../../../src/core/failure.ts';
import { runProgram } from '../../../src/exec/run-program.ts';
import { failureOf } from '../../unit/build/failing.ts';
import { until } from '../../until.ts';
import { apps, Installation } from './installation.ts';

describe('the Dockerfile builder on BuildKit', () => {
  let here: Installation;
  beforeEach(async () => {
    here = await Installation.create();
  });
  afterEach(() => here.remove());

  /** Creates a source folder with these files. */
  const tree = async (files: Record<string, string>) => {
    const directory = join(here.root, 'tree');
    for (const [path, text] of Object.entries(files)) {
      await mkdir(join(directory, path, '..'), { recursive: true });
      await writeFile(join(directory, path), text);
    }
    return directory;
  };
  /** Returns a RUN line that is not in the cache of BuildKit. */
  const unseen = () => `RUN echo ${Math.random()}`;

  it('builds, pushes, and describes the sample', async () => {
    const { image, reused } = await here.build(join(apps, 'hello'));
    expect(reused).to.equal(false);
    expect(image.reference).to.equal(`${clusterUnderTest().registry}/dokku/build-demo@${image.digest}`);
    expect(image).to.deep.include({
      tag: '1',
      exposedPorts: [{ port: 5000, protocol: 'tcp' }],
      workingDir: '/app',
      cmd: ['sh', 'web.sh'],
      kind: 'dockerfile',
    });
    expect(await checkPull(`${image.repository}:1`, here.settings.registry)).to.equal(image.digest);
    expect(here.said).to.match(
      /-----> Building build-demo from dockerfile\n {7}\[1\/3\] FROM busybox:latest/,
    );
  });

  it('builds an ordinary Node app with a dependency', async () => {
    const { image } = await here.build(join(apps, 'node'));
    expect(image.cmd).to.deep.equal(['node', 'web.js']);
    expect(image.exposedPorts).to.deep.equal([{ port: 5000, protocol: 'tcp' }]);
  });

  it('builds nothing for the same tree with the same settings, and reports the reuse', async () => {
    const first = await here.build(join(apps, 'hello'), { tree: 'a' });
    here.said = '';
    const second = await here.build(join(apps, 'hello'), { tree: 'a' });
    expect(second).to.deep.equal({ image: first.image, reused: true });
    expect(here.said).to.contain('Reusing the image of an earlier build').and.not.to.contain('FROM');
    here.option('--build-arg A=1');
    expect((await here.build(join(apps, 'hello'), { tree: 'a' })).reused).to.equal(false);
    expect((await here.build(join(apps, 'hello'), { tree: 'b' })).reused).to.equal(false);
  });

  it('shows the output of a failing command with its line and exit status', async () => {
    const failure = await failureOf(() => here.build(join(apps, 'broken/dockerfile')));
    expect(failure.message).to.equal(
      'RUN echo "checking the weather" && false failed with exit status 1 (Dockerfile, line 2)',
    );
    expect(failure.details).to.deep.equal(['checking the weather']);
  });

  it('reports that a base image does not exist', async () => {
    const failure = await failureOf(() => here.build(join(apps, 'broken/image')));
    expect(failure.message).to.equal('The base image docker.io/library/busybox:no-such-tag does not exist');
  });

  it('names the line of an error in the Dockerfile', async () => {
    const failure = await failureOf(async () =>
      here.build(await tree({ Dockerfile: 'FROM busybox\nRUNN true\n' })),
    );
    expect(failure.message).to.contain('Dockerfile, line 2: unknown instruction: RUNN');
  });

  it('names a missing file that .dockerignore excludes', async () => {
    const files = {
      Dockerfile: 'FROM busybox\nCOPY key.txt /\n',
      'key.txt': 'x',
      '.dockerignore': 'key.txt\n',
    };
    const failure = await failureOf(async () => here.build(await tree(files)));
    expect(failure.message).to.equal('key.txt, which COPY key.txt / copies, is not in the build context');
  });

  it('reports that BuildKit does not respond', async () => {
    here.set('builder', 'buildkit-address', 'unix:///nowhere/buildkitd.sock');
    const failure = await failureOf(() => here.build(join(apps, 'hello')));
    expect(failure.message).to.equal('BuildKit does not answer at unix:///nowhere/buildkitd.sock');
  });

  it('stops a long build at once when the registry is down', async () => {
    here.set('registry', 'server', 'http://127.0.0.1:9');
    const directory = await tree({ Dockerfile: `FROM busybox\n${unseen()}\nRUN sleep 3600\n` });
    expect((await failureOf(() => here.build(directory))).code).to.equal('registry.unreachable');
  });

  it('passes build arguments, labels and a target to the build', async () => {
    const Dockerfile = 'FROM busybox AS web\nARG COLOR\nENV SEEN=$COLOR\nFROM busybox AS other\n';
    here.option('--build-arg COLOR');
    here.option('--target web');
    here.option('--squash');
    here.store.config.set(here.app, { COLOR: 'blue' });
    const { image } = await here.build(await tree({ Dockerfile }));
    expect(image.envKeys).to.include('SEEN');
    expect(here.said).to.contain('The docker-option --squash has no effect on builds with BuildKit');
  });

  it('passes a secret to a step, and keeps the secret out of the log and the process list', async () => {
    const secret = 'tr0ub4dor-and-3';
    here.store.config.set(here.app, { NPM_TOKEN: secret });
    here.option('--secret id=npm,env=NPM_TOKEN');
    const Dockerfile = `FROM busybox\n${unseen()}\nRUN --mount=type=secret,id=npm cat /run/secrets/npm && sleep 2 && wc -c /run/secrets/npm\n`;
    const building = here.build(await tree({ Dockerfile }));
    let processes = '';
    while (!processes.includes(`metadata-file ${here.root}`))
      processes = (await runProgram('ps', ['-eo', 'args'])).stdout;
    expect(processes).not.to.contain(secret);
    await building;
    expect(here.said).to.contain(`${secret.length} /run/secrets/npm`).and.not.to.contain(secret);
  });

  it('keeps the cache mounts of one app separate from those of another', async () => {
    const file = (command: string) =>
      `FROM busybox\n${unseen()}\nRUN --mount=type=cache,target=/cache ${command}\n`;
    const mine = await tree({ Dockerfile: file('echo mine > /cache/owner') });
    await here.build(mine);
    await tree({ Dockerfile: file('cat /cache/owner') });
    await here.build(mine);
    expect(here.said).to.contain('         mine');
    const other = await Installation.create('build-other');
    try {
      await tree({ Dockerfile: file('ls /cache | wc -l') });
      await other.build(mine);
      expect(other.said).to.contain('         0');
    } finally {
      await other.remove();
    }
  });

  it('accepts a syntax line without fetching a frontend', async () => {
    const Dockerfile = `# syntax=docker/dockerfile:1\nFROM busybox\nRUN <<end\necho from a heredoc ${Math.random()}\nend\n`;
    await here.build(await tree({ Dockerfile }));
    expect(here.said).to.contain('from a heredoc');
  });

  it('passes the commit to a build that declares GIT_REV', async () => {
    const directory = await tree({ Dockerfile: 'FROM busybox\nARG GIT_REV\nRUN echo "built of $GIT_REV"\n' });
    await here.build(directory, { revision: 'c0ffee1', tree: 'a' });
    expect(here.said).to.contain('built of c0ffee1');
    expect((await here.build(directory, { revision: 'c0ffee2', tree: 'a' })).reused).to.equal(false);
  });

  it('builds the folder and the file that the settings name', async () => {
    const directory = await tree({
      'back/docker/web.Dockerfile': 'FROM busybox\nCOPY here /\nEXPOSE 7000/udp\n',
      'back/here': 'x',
    });
    here.set('builder', 'build-dir', 'back', here.app);
    here.set('builder-dockerfile', 'dockerfile-path', 'docker/web.Dockerfile', here.app);
    const { image } = await here.build(directory);
    expect(image.exposedPorts).to.deep.equal([{ port: 7000, protocol: 'udp' }]);
  });

  it('stops at once when the build is cancelled, also in BuildKit', async () => {
    const directory = await tree({
      Dockerfile: `FROM busybox\nRUN echo started ${Math.random()} && sleep 3600\n`,
    });
    const controller = new AbortController();
    const building = failureOf(() => here.build(directory, { signal: controller.signal }));
    await until('the command of the build has started', () => here.said.includes('         started'));
    controller.abort(new Cancelled('Cancelled by a test'));
    expect((await building).message).to.equal('Cancelled by a test');
  });

  it('stops a build that prints nothing for too long', async () => {
    here.set('builder', 'silence-timeout', '2s');
    const directory = await tree({ Dockerfile: `FROM busybox\n${unseen()}\nRUN sleep 60\n` });
    const failure = await failureOf(() => here.build(directory));
    expect(failure.message).to.equal(
      'The build was stopped after 2.0 s without output in [3/3] RUN sleep 60',
    );
  });

  it('rebuilds a changed line on top of the cached layers', async () => {
    const directory = join(here.root, 'hello');
    await cp(join(apps, 'hello'), directory, { recursive: true });
    await here.build(directory);
    const page = join(directory, 'index.html');
    await writeFile(page, (await readFile(page, 'utf8')).replace('version 1', `version ${Math.random()}`));
    here.said = '';
    const { image } = await here.build(directory);
    expect(here.said).to.contain('[2/3] WORKDIR /app (cached)');
    expect(image.tag).to.equal('2');
  });
});
