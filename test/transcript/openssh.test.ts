import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ResultPromise } from 'execa';
import { Installation, type User } from './harness.ts';
import { SecurityKey, startAgent } from './security-key.ts';
import { until } from './until.ts';

// A server with OpenSSH can use it instead of dokku's own SSH server. `ssh-keys:authorized` prints the keys, each with
// a forced command. The login name is the user who runs this test; a real installation has a user `dokku` for it.
describe('sessions through OpenSSH', () => {
  let dokku: Installation;
  let alice: User;
  let folder: string;
  let sshd: ResultPromise;
  let port: number;
  const login = userInfo().username;
  const token = new SecurityKey('sk-ssh-ed25519@openssh.com');
  const tokenFile = () => join(dokku.root, 'token');

  before(async () => {
    dokku = await Installation.start({ flags: ['--ssh-listen', 'off'] });
    alice = await dokku.addUser('alice');
    await dokku.addUser('bob', '--role', 'read');
    writeFileSync(`${tokenFile()}.pub`, `${token.line}\n`);
    await dokku.dokku('ssh-keys:add', 'carol', `${tokenFile()}.pub`, '--role', 'read');
    port = await freePort();
    await startSshd();
    dokku.sshPort = port;
    folder = await dokku.makeRepository('work', { 'README.md': 'hello\n' });
  });
  after(async () => {
    sshd.kill();
    await sshd;
    await dokku.stop();
  });

  /** Starts the real sshd as a child process, on a port of the loopback interface. */
  async function startSshd(): Promise<void> {
    const keys = join(dokku.root, 'authorized_keys');
    // A forced command gets the login environment only, so the wrapper sets the state folder of this installation.
    const lines = (await dokku.dokku('ssh-keys:authorized')).stdout;
    const wrapper = join(dokku.root, 'dokku');
    writeFileSync(wrapper, `#!/bin/sh\nexport DOKKU_ROOT=${dokku.root}/state\nexec ${dokku.launcher} "$@"\n`);
    chmodSync(wrapper, 0o755);
    writeFileSync(keys, `${lines.replaceAll(dokku.launcher, wrapper)}\n`, { mode: 0o600 });
    const hostKey = await dokku.makeKey('host');
    const config = join(dokku.root, 'sshd_config');
    const settings = {
      ListenAddress: `127.0.0.1:${port}`,
      HostKey: hostKey,
      AuthorizedKeysFile: keys,
      StrictModes: 'no',
      UsePAM: 'no',
      PasswordAuthentication: 'no',
      PermitRootLogin: 'yes',
      PidFile: 'none',
    };
    writeFileSync(
      config,
      Object.entries(settings)
        .map((pair) => `${pair.join(' ')}\n`)
        .join(''),
    );
    mkdirSync('/run/sshd', { recursive: true });
    sshd = dokku.spawn('/usr/sbin/sshd', ['-D', '-e', '-f', config]);
    await until('sshd listens', async () => {
      const said = await dokku.run('ssh-keyscan', ['-p', String(port), '127.0.0.1']);
      return said.stdout !== '';
    });
  }

  const ssh = (user: User, command: string, flags: string[] = []) =>
    dokku.run('ssh', [...dokku.sshOptions(user), ...flags, `${login}@127.0.0.1`, '--', command]);
  const remote = (app: string) => `ssh://${login}@127.0.0.1:${port}/${app}`;

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

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
