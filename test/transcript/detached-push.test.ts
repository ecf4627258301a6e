import { cpSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { built } from './build.ts';
import { Installation, type User } from './harness.ts';
import { holdLock } from './held-lock.ts';
import { until } from './until.ts';

/**
 * Pushes to a new app with `-o detach`, after the administrator's commands in `before`. Returns the build id that the
 * push prints.
 */
async function detachedPush(dokku: Installation, user: User, app: string, ...before: string[][]) {
  await dokku.dokku('apps:create', app);
  for (const words of before) await dokku.dokku(...words);
  const folder = await dokku.makeRepository(`work-${app}`, { Dockerfile: 'FROM scratch\n' });
  const push = await dokku.git(user, folder, ['push', '-o', 'detach', dokku.remote(app), 'main']);
  expect(push.status, push.all).to.equal(0);
  const build = /dokku builds:output \S+ (\w+) --follow/.exec(push.all)?.[1];
  expect(build, push.all).to.be.a('string');
  return build!;
}

describe('a detached push whose deploy fails before its first stage', () => {
  let dokku: Installation;
  let alice: User;
  before(async () => {
    dokku = await Installation.start();
    alice = await dokku.addUser('alice');
  });
  after(() => dokku.stop());

  it('writes the reason of a refused lock to its build log', async () => {
    const build = await detachedPush(dokku, alice, 'locked', ['apps:lock', 'locked']);
    const followed = await dokku.dokku('builds:output', 'locked', build, '--follow');
    expect(followed.stdout).to.match(
      /^ ! {5}locked currently has a deploy lock in place: \S+ locked deploys .* ago$/m,
    );
    expect(followed.stdout.match(/deploy lock in place/g)).to.have.length(1);
    expect(followed.status).to.equal(1);
    const { stdout } = await dokku.dokku('builds:info', 'locked', build, '--format', 'json');
    const { status, exit_code, reason } = JSON.parse(stdout);
    expect({ status, exit_code }).to.deep.equal({ status: 'failed', exit_code: 1 });
    expect(reason).to.contain('deploy lock in place');
  });

  it('writes the reason of its failed first stage to its build log, once', async () => {
    const folder = await dokku.makeRepository('work-broken', {
      'app.json': '{',
      Dockerfile: 'FROM scratch\n',
    });
    await dokku.dokku('apps:create', 'broken');
    const push = await dokku.git(alice, folder, ['push', '-o', 'detach', dokku.remote('broken'), 'main']);
    const build = /builds:output \S+ (\w+) --follow/.exec(push.all)![1]!;
    const { stdout, status } = await dokku.dokku('builds:output', 'broken', build, '--follow');
    expect(status).to.equal(1);
    expect(stdout.match(/^ ! {5}.*cannot be deployed|^ ! {5}The repository has mistakes/gm)).to.have.length(
      1,
    );
  });

  it('names in its build log the deploy that it waits for, and can be cancelled while it waits', async () => {
    await dokku.dokku('apps:create', 'busy');
    const release = holdLock(dokku, 'busy');
    try {
      const build = await detachedPush(dokku, alice, 'busy');
      const log = async () => (await dokku.dokku('builds:output', 'busy', build)).stdout;
      await until('the log names the holder', async () => /^-----> Waiting for somebody/.test(await log()));
      expect((await dokku.dokku('builds:cancel', 'busy', build)).status).to.equal(0);
      const { stdout } = await dokku.dokku('builds:info', 'busy', build, '--format', 'json');
      expect(JSON.parse(stdout).status).to.equal('canceled');
    } finally {
      release();
    }
  });
});

describe('a detached push whose deploy process crashes at its start', () => {
  let dokku: Installation;
  let program: string;
  before(async () => {
    program = mkdtempSync(join(tmpdir(), 'dokku-crash-'));
    const whole = await built();
    for (const name of ['bin', 'hooks', 'templates', 'dist'])
      cpSync(join(whole, name), join(program, name), { recursive: true });
    symlinkSync(join(whole, 'node_modules'), join(program, 'node_modules'));
    renameSync(join(program, 'bin/dokku'), join(program, 'bin/whole'));
    const crash = `case $1 in git-deploy) echo 'Cannot load the program' >&2; exit 139 ;; esac`;
    writeFileSync(join(program, 'bin/dokku'), `#!/bin/sh\n${crash}\nexec "\${0%/*}/whole" "$@"\n`, {
      mode: 0o755,
    });
    dokku = await Installation.start({ program });
  });
  after(async () => {
    await dokku.stop();
    rmSync(program, { recursive: true });
  });

  it('writes its output to its build log, and its build is recorded as finished', async () => {
    const build = await detachedPush(dokku, await dokku.addUser('alice'), 'shop');
    const { stdout, status } = await dokku.dokku('builds:output', 'shop', build, '--follow');
    expect(stdout).to.equal('Cannot load the program');
    expect(status).to.equal(137);
  });
});
