import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'chai';
import { Installation, type User } from './harness.ts';
import { OldHistory } from './old-history.ts';

describe('git over HTTP', () => {
  let dokku: Installation;
  let alice: User;
  let token: string;
  let folder: string;

  before(async () => {
    dokku = await Installation.start();
    alice = await dokku.addUser('alice');
    token = (await dokku.dokku('tokens:create', 'alice', '--description', 'laptop')).stdout;
    folder = await dokku.makeRepository('work', { 'README.md': 'no Dockerfile here\n' });
  });
  after(() => dokku.stop());

  const push = (remote: string, ...args: string[]) => dokku.git(alice, folder, ['push', remote, ...args]);
  const url = (path: string) => `http://127.0.0.1:${dokku.httpPort}${path}`;

  it('creates an app by the first push, and updates no ref when the deploy fails', async () => {
    const said = await push(dokku.httpRemote('made', token), 'main');
    expect(said.status).to.equal(1);
    expect(said.stderr).to.match(/remote: -----> Set main as deploy-branch/);
    expect(said.stderr).to.match(/\[remote rejected\] main -> main \(pre-receive hook declined\)/);
    const refs = await dokku.git(alice, folder, ['ls-remote', dokku.httpRemote('made', token)]);
    expect(refs.stdout).to.equal('');
  });

  it('creates no app by a read request', async () => {
    const reads = ['git-receive-pack', 'git-upload-pack'].map((service) =>
      dokku.curl('--user', `alice:${token}`, url(`/looked-at/info/refs?service=${service}`)),
    );
    const [push, fetch] = await Promise.all(reads);
    expect(push!.stdout).to.match(/^HTTP\/1.1 200 OK/);
    expect(fetch!.stdout).to.match(/^HTTP\/1.1 404 Not Found/);
    expect((await dokku.dokku('apps:exists', 'looked-at')).status).to.equal(20);
    expect(existsSync(join(dokku.root, 'state', 'repos', 'looked-at.git'))).to.equal(false);
  });

  it('stores, clones, tags, deletes and forces refs, with and without .git in the address', async () => {
    await dokku.dokku('apps:create', 'carried');
    await dokku.dokku('git:set', 'carried', 'deploy-branch', 'release');
    const remote = dokku.httpRemote('carried.git', token);
    await dokku.git(alice, folder, ['tag', '--force', 'v1']);
    const stored = await push(remote, '-o', 'wait', 'main', 'v1', 'main:refs/notes/x');
    expect(stored.status, stored.all).to.equal(0);
    expect(stored.stderr).to.match(/refs\/heads\/main, .*refs\/notes\/x.* were stored/);
    const clone = join(dokku.root, 'clone');
    await dokku.git(alice, dokku.root, ['clone', dokku.httpRemote('carried', token), clone, '-b', 'main']);
    expect(existsSync(join(clone, 'README.md'))).to.equal(true);
    await dokku.commit(folder, { 'more.txt': 'more' });
    expect((await push(remote, 'main')).status).to.equal(0);
    expect((await push(remote, 'v1:main')).stderr).to.match(/non-fast-forward/);
    expect((await push(remote, '--force', 'v1:main')).status).to.equal(0);
    expect((await push(remote, '--delete', 'v1')).status).to.equal(0);
  });

  it('explains why a push from a shallow clone is refused, and accepts a push whose history the server has', async () => {
    const shallow = join(dokku.root, 'shallow');
    await dokku.run('git', ['clone', '--quiet', '--depth=1', `file://${folder}`, shallow]);
    await dokku.dokku('apps:create', 'new');
    await dokku.dokku('git:set', 'new', 'deploy-branch', 'release');
    const refused = await dokku.git(alice, shallow, ['push', dokku.httpRemote('new', token), 'main']);
    expect(refused.status, refused.all).to.equal(1);
    expect(refused.stderr)
      .to.match(/comes from a shallow clone/)
      .and.to.match(/git fetch --unshallow/);
    const refs = await dokku.git(alice, folder, ['ls-remote', dokku.httpRemote('new', token)]);
    expect(refs.stdout).to.equal('');
    expect((await push(dokku.httpRemote('carried', token), '--force', 'main')).status).to.equal(0);
    await dokku.commit(shallow, { 'shallow.txt': 'one more' });
    const taken = await dokku.git(alice, shallow, ['push', dokku.httpRemote('carried', token), 'main']);
    expect(taken.status, taken.all).to.equal(0);
  });

  it('explains why Git refuses an object', async () => {
    const evil = await new OldHistory(dokku, folder).dangerous();
    const refused = await push(dokku.httpRemote('carried', token), `${evil}:refs/heads/evil`);
    expect(refused.status).to.equal(1);
    expect(refused.stderr)
      .to.contain('remote:  !     The pushed history has an object that Git refuses')
      .and.contain('(unpacker error)');
  });

  it('records the pusher in the audit log', async () => {
    const entries = JSON.parse((await dokku.dokku('access:audit', '--format', 'json')).stdout);
    const pushes = entries.filter(({ command }: { command: string }) => command === 'git-receive-pack');
    expect(pushes.at(-1)).to.include({ actor: 'alice', via: 'http', app: 'carried', allowed: true });
  });

  it('requires a token and refuses wrong, revoked and expired tokens', async () => {
    const refs = url('/carried/info/refs?service=git-upload-pack');
    const none = await dokku.curl(refs);
    expect(none.stdout)
      .to.match(/^HTTP\/1.1 401 /)
      .and.to.match(/www-authenticate: Basic realm="dokku"/i);
    expect((await dokku.curl('--user', 'alice:nonsense', refs)).stdout).to.match(/^HTTP\/1.1 401 /);
    const revoked = JSON.parse((await dokku.dokku('tokens:create', 'alice', '--format', 'json')).stdout);
    expect((await dokku.curl('--user', `alice:${revoked.token}`, refs)).stdout).to.match(/^HTTP\/1.1 200 /);
    await dokku.dokku('tokens:revoke', revoked.id);
    expect((await dokku.curl('--user', `alice:${revoked.token}`, refs)).stdout).to.match(/^HTTP\/1.1 401 /);
    const brief = (await dokku.dokku('tokens:create', 'alice', '--expires', '1ms')).stdout;
    expect((await dokku.curl('--user', `alice:${brief}`, refs)).stdout).to.match(/^HTTP\/1.1 401 /);
  });

  it('shows a token once and stores a hash of it', async () => {
    const list = await dokku.dokku('tokens:list', '--format', 'json');
    expect(list.stdout).to.contain('laptop').and.not.contain(token);
    const [first] = JSON.parse(list.stdout);
    expect(first.last_used_at).to.be.a('string');
    const strings = await dokku.run('grep', ['-c', '-a', token, join(dokku.root, 'state', 'dokku.sqlite')]);
    expect(strings.stdout).to.equal('0');
  });

  it('reports its health and its metrics', async () => {
    expect((await dokku.curl(url('/healthz'))).stdout).to.match(/^HTTP\/1.1 200 OK[\s\S]*\nok$/);
    const metrics = (await dokku.curl(url('/metrics'))).stdout;
    expect(metrics).to.match(/^dokku_sessions_running 0$/m);
    expect(metrics).to.match(/^dokku_failed_logins_total\{via="http"\} [1-9]/m);
    const throughProxy = await dokku.curl('--header', 'X-Forwarded-For: 192.0.2.1', url('/metrics'));
    expect(throughProxy.stdout).to.match(/^HTTP\/1.1 401 /);
  });

  it('reports that it is unhealthy while its database does not respond', async () => {
    const database = new DatabaseSync(join(dokku.root, 'state', 'dokku.sqlite'));
    try {
      database.exec('ALTER TABLE apps RENAME TO gone');
      expect((await dokku.curl(url('/healthz'))).stdout).to.match(/^HTTP\/1.1 503 [\s\S]*does not answer$/);
    } finally {
      database.exec('ALTER TABLE gone RENAME TO apps');
      database.close();
    }
    expect((await dokku.curl(url('/healthz'))).stdout).to.match(/^HTTP\/1.1 200 /);
  });

  it('keeps serving other clients during any request body', async () => {
    const file = join(dokku.root, 'digits');
    writeFileSync(file, 'a'.repeat(64 * 1024));
    const post = ['--user', `alice:${token}`, '--header', 'Expect:', '--data-binary', `@${file}`];
    let posting = true;
    const posts = Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        dokku.curl(...post, url(`/carried/git-${index % 2 ? 'receive' : 'upload'}-pack`)),
      ),
    ).finally(() => {
      posting = false;
    });
    while (posting) {
      const said = await dokku.curl('--max-time', '5', url('/healthz'));
      expect(said.stdout, said.stderr).to.match(/ok$/);
    }
    await posts;
    const refused = dokku.log.filter(({ msg, code }) => msg === 'request' && code !== 0);
    expect(refused.length, 'git has seen them').to.be.at.least(20);
  });

  it('delays clients that guess tokens, but no other clients', async () => {
    const refs = url('/carried/info/refs?service=git-upload-pack');
    const guess = (address: string) =>
      dokku.curl('--header', `X-Forwarded-For: ${address}`, '--user', 'alice:dkt_guess', refs);
    let last = await guess('192.0.2.7');
    for (let count = 1; count < 35 && !last.stdout.startsWith('HTTP/1.1 429'); count++)
      last = await guess('192.0.2.7');
    expect(last.stdout)
      .to.match(/^HTTP\/1.1 429 /)
      .and.to.match(/retry-after: \d+/i);
    expect((await guess('192.0.2.8')).stdout).to.match(/^HTTP\/1.1 401 /);
    const right = await dokku.curl(
      '--header',
      'X-Forwarded-For: 192.0.2.7',
      '--user',
      `alice:${token}`,
      refs,
    );
    expect(right.stdout).to.match(/^HTTP\/1.1 200 /);
  });
});
