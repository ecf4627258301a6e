import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Installation, type User } from './harness.ts';
import { OldHistory } from './old-history.ts';

// Without a cluster every deploy fails, so pushes that must succeed go to a branch other than the deploy branch.
describe('git over SSH', () => {
  let dokku: Installation;
  let alice: User;
  let folder: string;

  before(async () => {
    dokku = await Installation.start();
    alice = await dokku.addUser('alice');
    folder = await dokku.makeRepository('work', { 'README.md': 'no Dockerfile here\n' });
  });
  after(() => dokku.stop());

  const push = (...args: string[]) => dokku.git(alice, folder, ['push', ...args]);

  /** Creates an app with the deploy branch `release`, and pushes `main` to it. */
  async function appWithMain(app: string): Promise<void> {
    await dokku.dokku('apps:create', app);
    await dokku.dokku('git:set', app, 'deploy-branch', 'release');
    const said = await push(dokku.remote(app), 'main');
    expect(said.status, said.all).to.equal(0);
  }

  async function refsOf(app: string): Promise<string[]> {
    const { stdout } = await dokku.git(alice, folder, ['ls-remote', '--refs', dokku.remote(app)]);
    return stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split('\t')[1]!);
  }

  it('creates an app by the first push, and updates no ref when the deploy fails', async () => {
    const said = await push(dokku.remote('made-by-push'), 'main');
    expect(said.status).to.equal(1);
    expect(said.stderr).to.match(/remote: -----> Set main as deploy-branch/);
    expect(said.stderr).to.match(/\[remote rejected\] main -> main \(pre-receive hook declined\)/);
    expect((await dokku.dokku('apps:exists', 'made-by-push')).status).to.equal(0);
    expect(await refsOf('made-by-push')).to.deep.equal([]);
    const branch = await dokku.dokku('git:report', 'made-by-push', '--git-deploy-branch');
    expect(branch.stdout, 'a failed first push decides nothing').to.equal('');
  });

  it('creates no app by a clone', async () => {
    const said = await dokku.git(alice, dokku.root, ['clone', dokku.remote('no-such-app'), 'clone-none']);
    expect(said.status).to.equal(128);
    expect(said.stderr).to.match(/App no-such-app does not exist/);
    expect((await dokku.dokku('apps:exists', 'no-such-app')).status).to.equal(20);
  });

  it('creates no repository when an app is read before its first push', async () => {
    await dokku.dokku('apps:create', 'unpushed');
    const token = (await dokku.dokku('tokens:create', 'alice')).stdout;
    const clone = await dokku.git(alice, dokku.root, ['clone', dokku.remote('unpushed'), 'clone-empty']);
    expect(clone.status, clone.all).to.equal(0);
    const refs = await dokku.git(alice, folder, ['ls-remote', dokku.httpRemote('unpushed', token)]);
    expect(refs.all).to.equal('');
    const archive = ['archive', `--remote=${dokku.remote('unpushed')}`, 'main'];
    expect((await dokku.git(alice, folder, archive)).stderr).to.match(/no such ref: main/);
    const status = await dokku.dokku('git:status', 'unpushed');
    expect(status.stdout).to.equal('Nothing was pushed to unpushed yet');
    expect(existsSync(join(dokku.root, 'state/repos/unpushed.git'))).to.equal(false);
  });

  it('creates no app by a push when the administrator has disabled that', async () => {
    await dokku.dokku('apps:set', '--global', 'disable-autocreation', 'true');
    const said = await push(dokku.remote('not-made'), 'main');
    await dokku.dokku('apps:set', '--global', 'disable-autocreation');
    expect(said.status).to.equal(128);
    expect(said.stderr).to.match(/Create the app first: dokku apps:create not-made/);
    expect((await dokku.dokku('apps:exists', 'not-made')).status).to.equal(20);
  });

  it('refuses an invalid app name', async () => {
    const said = await push(dokku.remote('Not-A-Name'), 'main');
    expect(said.status).to.equal(128);
    expect(said.stderr).to.match(/"\/Not-A-Name" is not a repository/);
  });

  it('stores a branch that is not the deploy branch, and prints how to deploy it', async () => {
    await dokku.dokku('apps:create', 'beside');
    await dokku.dokku('git:set', 'beside', 'deploy-branch', 'release');
    const said = await push(dokku.remote('beside'), 'main');
    expect(said.status).to.equal(0);
    expect(said.stderr).to.match(
      /remote: -----> WARNING: nothing was deployed: refs\/heads\/main was stored/,
    );
    expect(said.stderr).to.match(/git push <remote> main:release/);
    expect(await refsOf('beside')).to.deep.equal(['refs/heads/main']);
  });

  it('serves clone and archive to users with a role', async () => {
    await appWithMain('cloned');
    const clone = join(dokku.root, 'clone');
    await dokku.git(alice, dokku.root, ['clone', '--branch', 'main', dokku.remote('cloned'), clone]);
    expect(existsSync(join(clone, 'README.md'))).to.equal(true);
    const archive = await dokku.git(alice, folder, ['archive', `--remote=${dokku.remote('cloned')}`, 'main']);
    expect(archive.stdout).to.contain('no Dockerfile here');
  });

  it('accepts tags, a forced push and a deletion', async () => {
    await appWithMain('moved');
    await dokku.git(alice, folder, ['tag', '--force', 'v1']);
    const tag = await push(dokku.remote('moved'), 'v1');
    expect(tag.stderr).to.match(/refs\/tags\/v1 was stored, but the deploy branch is release/);
    await dokku.git(alice, folder, ['checkout', '--quiet', '--orphan', 'other']);
    await dokku.commit(folder, { 'other.txt': 'other' });
    expect((await push(dokku.remote('moved'), 'other:main')).stderr).to.match(/rejected.*non-fast-forward/);
    expect((await push('--force', dokku.remote('moved'), 'other:main')).status).to.equal(0);
    expect((await push(dokku.remote('moved'), '--delete', 'main', 'v1')).status).to.equal(0);
    expect(await refsOf('moved')).to.deep.equal([]);
    await dokku.git(alice, folder, ['checkout', '--quiet', 'main']);
  });

  it('refuses to delete the deploy branch', async () => {
    await appWithMain('kept');
    await dokku.dokku('git:set', 'kept', 'deploy-branch', 'main');
    const said = await push(dokku.remote('kept'), '--delete', 'main');
    expect(said.status).to.equal(1);
    expect(said.stderr).to.match(/main is the deploy branch and cannot be deleted/);
    expect(await refsOf('kept')).to.deep.equal(['refs/heads/main']);
  });

  it('accepts several refs at once, in order, all or none', async () => {
    await appWithMain('several');
    const stored = await push(dokku.remote('several'), 'main:one', 'main:two', 'main:refs/notes/three');
    expect(stored.status, stored.all).to.equal(0);
    expect(stored.stderr).to.contain(
      'nothing was deployed: refs/heads/one, refs/heads/two and refs/notes/three were stored, but',
    );
    const failed = await push(dokku.remote('several'), 'main:four', 'main:release');
    expect(failed.status).to.equal(1);
    expect(await refsOf('several')).to.deep.equal([
      'refs/heads/main',
      'refs/heads/one',
      'refs/heads/two',
      'refs/notes/three',
    ]);
  });

  it('chooses the deploy branch of a first push of many refs, never a tag', async () => {
    for (const ref of ['feature', 'master', 'older']) await dokku.git(alice, folder, ['branch', ref]);
    await dokku.git(alice, folder, ['tag', '--force', 'v1']);
    const tag = await push(dokku.remote('tagged'), 'v1');
    expect(tag.status, tag.all).to.equal(0);
    expect(tag.stderr)
      .to.contain('nothing was deployed: refs/tags/v1 was stored, and tagged has no deploy branch')
      .and.contain('dokku git:set tagged deploy-branch v1 && dokku ps:rebuild tagged');
    expect((await dokku.dokku('git:report', 'tagged', '--git-deploy-branch')).stdout).to.equal('');
    // Without a Dockerfile each deploy fails, after the choice was printed.
    const all = await push('--all', dokku.remote('pushed-all'));
    expect(all.stderr)
      .to.contain('Set main as deploy-branch')
      .and.match(
        /refs\/heads\/feature, refs\/heads\/master.* were stored, not deployed: the deploy branch is main/,
      );
    expect(all.stderr.match(/Set \S+ as deploy-branch/g)).to.have.length(1);
    const older = await push(dokku.remote('older'), 'feature', 'master', 'v1');
    expect(older.stderr).to.contain('Set master as deploy-branch');
    const single = await push(dokku.remote('single'), 'v1', 'feature');
    expect(single.stderr).to.contain('Set feature as deploy-branch');
    const several = await push(dokku.remote('undecided'), 'feature', 'older', 'v1');
    expect(several.status).to.equal(1);
    expect(several.stderr)
      .to.contain('undecided has no deploy branch, and the push has 2 branches')
      .and.contain('dokku git:set undecided deploy-branch feature');
    expect(await refsOf('undecided')).to.deep.equal([]);
  });

  it('explains why it refuses a push from a shallow clone, and accepts a shallow push with known history', async () => {
    await appWithMain('shallow');
    await dokku.commit(folder, { 'second.txt': '2' });
    const shallow = join(dokku.root, 'shallow');
    await dokku.run('git', ['clone', '--quiet', '--depth=1', `file://${folder}`, shallow]);
    await dokku.dokku('apps:create', 'shallow-new');
    await dokku.dokku('git:set', 'shallow-new', 'deploy-branch', 'release');
    const refused = await dokku.git(alice, shallow, ['push', dokku.remote('shallow-new'), 'main']);
    expect(refused.status, refused.all).to.equal(1);
    expect(refused.stderr)
      .to.match(/comes from a shallow clone/)
      .and.to.match(/git fetch --unshallow/);
    expect(await refsOf('shallow-new')).to.deep.equal([]);
    const taken = await dokku.git(alice, shallow, ['push', '--force', dokku.remote('shallow'), 'main']);
    expect(taken.status, taken.all).to.equal(0);
  });

  it('accepts harmless faults of an old history, and explains a dangerous one', async () => {
    await appWithMain('old');
    const history = new OldHistory(dokku, folder);
    const accepted = await push(dokku.remote('old'), `${await history.harmless()}:refs/heads/old`);
    expect(accepted.status, accepted.all).to.equal(0);
    const refused = await push(dokku.remote('old'), `${await history.dangerous()}:refs/heads/evil`);
    expect(refused.status).to.equal(1);
    expect(refused.stderr)
      .to.contain('remote:  !     The pushed history has an object that Git refuses')
      .and.contain("contains '.git' (hasDotgit)")
      .and.match(/remote: {2}! {5}Show the object: git cat-file -p [0-9a-f]{40}/)
      .and.contain('(unpacker error)');
  });

  it('refuses a branch that is not a commit before the deploy', async () => {
    await dokku.dokku('apps:create', 'objects');
    await dokku.git(alice, folder, ['tag', '--force', '--annotate', '-m', 'x', 'annotated']);
    const cases: [string, RegExp][] = [
      ['main:README.md', /is a file \(blob\), and only a commit can be deployed/],
      ['main^{tree}', /is a folder \(tree\), and only[\s\S]*git push <remote> \$\(git commit-tree -m Deploy/],
      [
        'annotated',
        /is an annotated tag, and refs\/heads\/main needs a commit[\s\S]*<tag>\^\{\}:refs\/heads\/main/,
      ],
    ];
    for (const [name, reason] of cases) {
      const id = (await dokku.git(alice, folder, ['rev-parse', name])).stdout;
      const said = await push(dokku.remote('objects'), `${id}:refs/heads/main`);
      expect(said.status).to.equal(1);
      expect(said.stderr)
        .to.match(reason)
        .and.not.match(/exit status|Extract|Building/);
    }
  });

  it('accepts a repository that uses SHA-256 when its app has the same format, and names the command', async () => {
    const modern = join(dokku.root, 'sha256');
    await dokku.run('git', ['init', '--quiet', '--object-format=sha256', '--initial-branch=main', modern]);
    await dokku.commit(modern, { 'README.md': 'SHA-256' });
    const refused = await dokku.git(alice, modern, ['push', dokku.remote('modern'), 'main']);
    expect(refused.status).to.equal(128);
    expect(refused.stderr).to.contain('dokku git:initialize --object-format sha256 modern');
    await dokku.dokku('git:set', 'modern', 'deploy-branch', 'release');
    const made = await dokku.dokku('git:initialize', '--object-format', 'sha256', 'modern');
    expect(made.status, made.all).to.equal(0);
    const token = (await dokku.dokku('tokens:create', 'alice')).stdout;
    for (const remote of [dokku.remote('modern'), dokku.httpRemote('modern', token)]) {
      const stored = await dokku.git(alice, modern, ['push', remote, 'main']);
      expect(stored.status, stored.all).to.equal(0);
      await dokku.commit(modern, { 'README.md': remote });
    }
    // Without a registry the deploy fails, after the tree was read.
    const deploy = await dokku.git(alice, modern, ['push', dokku.remote('modern'), 'main:release']);
    expect(deploy.stderr).to.contain('No registry is set').and.not.contain('Internal error');
    const back = await dokku.dokku('git:initialize', '--object-format', 'sha1', 'modern');
    expect(back.all).to.contain('The repository of modern has commits in the object format sha256');
  });

  it('forwards push options and names unknown options', async () => {
    await appWithMain('options');
    const said = await push('-o', 'wait', '-o', 'nonsense', dokku.remote('options'), 'main:more');
    expect(said.status).to.equal(0);
    expect(said.stderr)
      .to.match(/Unknown push option "nonsense" has no effect/)
      .and.not.match(/"wait"/);
  });
});
