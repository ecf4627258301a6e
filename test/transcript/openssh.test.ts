import { writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Installation, type User } from './harness.ts';
import { type OpenSshServer, startOpenSsh } from './openssh-server.ts';
import { SecurityKey, startAgent } from './security-key.ts';

// A server with OpenSSH can use it instead of dokku's own SSH server. `ssh-keys:authorized` prints the keys, each with
// a forced command.
describe('sessions through OpenSSH', () => {
  let dokku: Installation;
  let alice: User;
  let folder: string;
  let sshd: OpenSshServer;
  const login = userInfo().username;
  const token = new SecurityKey('sk-ssh-ed25519@openssh.com');
  const tokenFile = () => join(dokku.root, 'token');

  before(async () => {
    dokku = await Installation.start({ flags: ['--ssh-listen', 'off'] });
    alice = await dokku.addUser('alice');
    await dokku.addUser('bob', '--role', 'read');
    writeFileSync(`${tokenFile()}.pub`, `${token.line}\n`);
    await dokku.dokku('ssh-keys:add', 'carol', `${tokenFile()}.pub`, '--role', 'read');
    sshd = await startOpenSsh(dokku);
    dokku.sshPort = sshd.port;
    folder = await dokku.makeRepository('work', { 'README.md': 'hello\n' });
  });
  after(async () => {
    await sshd.stop();
    await dokku.stop();
  });

  const ssh = (user: User, command: string, flags: string[] = []) => sshd.ssh(user, command, flags);
  const remote = (app: string) => sshd.remote(app);

  it('run commands as the owner of the key', async () => {
    const created = await ssh(alice, 'apps:create shop');
    expect(created.stdout, created.all).to.equal('-----> Creating shop...');
    expect((await ssh(alice, 'apps:exists nothing')).status).to.equal(20);
    const refused = await ssh({ name: 'bob', key: join(dokku.root, 'key-bob') }, 'apps:create other');
    expect(refused.stderr).to.match(/Access denied: apps:create needs the role admin/);
    const audit = JSON.parse((await dokku.dokku('access:audit', '--format', 'json')).stdout);
    expect(audit.at(-1)).to.include({ actor: 'bob', via: 'ssh', command: 'apps:create', allowed: false });
  });

  it('run commands as the owner of a security key', async () => {
    const agent = startAgent(join(dokku.root, 'agent'), [token]);
    const options = dokku.sshOptions({ name: 'carol', key: `${tokenFile()}.pub` });
    const words = ['-o', `IdentityAgent=${join(dokku.root, 'agent')}`, ...options, `${login}@127.0.0.1`];
    const said = await dokku.run('ssh', [...words, '--', 'apps:create other']);
    agent.close();
    expect(said.stderr)
      .to.match(/Access denied: apps:create needs the role admin/)
      .and.match(/carol has the role read/);
  });

  it('support git', async () => {
    await dokku.dokku('git:set', 'shop', 'deploy-branch', 'release');
    const said = await dokku.git(alice, folder, ['push', remote('shop'), 'main']);
    expect(said.status, said.all).to.equal(0);
    expect(said.stderr).to.match(/remote: -----> WARNING: nothing was deployed/);
    const clone = await dokku.git(alice, dokku.root, ['clone', remote('shop'), 'clone', '--branch', 'main']);
    expect(clone.status, clone.all).to.equal(0);
    const rejected = await dokku.git(alice, folder, ['push', remote('shop'), 'main:release']);
    expect(rejected.stderr).to.match(/pre-receive hook declined/);
  });

  it('allow only dokku commands', async () => {
    expect((await ssh(alice, 'sh -c id')).stderr).to.match(/sh is not a dokku command/);
    expect((await ssh(alice, '', ['-W', '127.0.0.1:22'])).status).to.equal(255);
  });

  it('use the keys of the store, not those of an older authorized_keys file', async () => {
    await dokku.dokku('ssh-keys:remove', 'bob');
    const said = await ssh({ name: 'bob', key: join(dokku.root, 'key-bob') }, 'apps:list');
    expect(said.status).to.equal(1);
    expect(said.stderr).to.match(/the key is no longer known/);
  });
});
