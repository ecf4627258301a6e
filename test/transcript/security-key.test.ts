import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import type { Server } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { Installation, type Said } from './harness.ts';
import { SecurityKey, startAgent } from './security-key.ts';

// The real ssh uses an agent of this test, which signs like a hardware token.
describe('a login with a security key', () => {
  const ed25519 = new SecurityKey('sk-ssh-ed25519@openssh.com');
  const ecdsa = new SecurityKey('sk-ecdsa-sha2-nistp256@openssh.com', { application: 'ssh:work' });
  let dokku: Installation;
  let agent: Server;

  before(async () => {
    dokku = await Installation.start();
    agent = startAgent(join(dokku.root, 'agent'), [ed25519, ecdsa]);
    await once(agent, 'listening');
    await dokku.dokku('apps:create', 'shop');
  });
  after(async () => {
    agent.close();
    await dokku.stop();
  });

  function publicFile(name: string, token: SecurityKey): string {
    const file = join(dokku.root, `${name}.pub`);
    writeFileSync(file, `${token.line}\n`);
    return file;
  }

  /** `-i` with a public key selects the key in the agent. */
  function ssh(name: string, command: string): Promise<Said> {
    const options = dokku.sshOptions({ name, key: join(dokku.root, `${name}.pub`) });
    const agentOption = ['-o', `IdentityAgent=${join(dokku.root, 'agent')}`];
    return dokku.run('ssh', [...agentOption, ...options, 'dokku@127.0.0.1', '--', command]);
  }

  for (const [name, token] of Object.entries({ ed25519, ecdsa })) {
    it(`is accepted with a touch, and refused without one (${name})`, async () => {
      const added = await dokku.dokku('ssh-keys:add', name, publicFile(name, token));
      expect(added.stdout).to.match(
        /^SHA256:\S+\n {7}The server verifies this security key itself; each login needs a touch$/,
      );
      const fingerprint = await dokku.run('ssh-keygen', ['-l', '-f', join(dokku.root, `${name}.pub`)]);
      expect(fingerprint.stdout).to.contain(added.stdout.split('\n')[0]);
      expect(await ssh(name, 'apps:list')).to.include({ status: 0, stdout: '=====> My Apps\nshop' });
      token.touched = false;
      const refused = await ssh(name, 'apps:list');
      expect(refused.status, refused.all).to.equal(255);
      expect(refused.stderr).to.contain('Permission denied (publickey)');
      token.touched = true;
      expect((await ssh(name, 'apps:exists shop')).status).to.equal(0);
    });
  }

  it('is refused when the token signs for another application', async () => {
    ed25519.application = 'ssh:other';
    const refused = await ssh('ed25519', 'apps:list');
    ed25519.application = 'ssh:';
    expect(refused.status, refused.all).to.equal(255);
    expect((await ssh('ed25519', 'apps:list')).status).to.equal(0);
  });

  it('is refused with a key that nobody added', async () => {
    const stranger = new SecurityKey('sk-ssh-ed25519@openssh.com');
    const other = startAgent(join(dokku.root, 'other-agent'), [stranger]);
    await once(other, 'listening');
    const options = dokku.sshOptions({ name: 'stranger', key: publicFile('stranger', stranger) });
    const words = ['-o', `IdentityAgent=${join(dokku.root, 'other-agent')}`, ...options, 'dokku@127.0.0.1'];
    const refused = await dokku.run('ssh', [...words, '--', 'apps:list']);
    other.close();
    expect(refused.status, refused.all).to.equal(255);
  });
});

describe('the host keys of the server', () => {
  let dokku: Installation;
  before(async () => {
    dokku = await Installation.start();
  });
  after(() => dokku.stop());

  const scan = async (type: string) => {
    const { stdout } = await dokku.run('ssh-keyscan', ['-p', String(dokku.sshPort), '-t', type, '127.0.0.1']);
    return stdout.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  };

  for (const type of ['ed25519', 'rsa'])
    it(`include one of the type ${type}, which is unchanged after a restart`, async () => {
      const [first, ...more] = await scan(type);
      expect(first).to.match(new RegExp(` ssh-${type} AAAA`));
      expect(more).to.deep.equal([]);
      await dokku.stopServer();
      await dokku.startServer();
      expect(await scan(type)).to.deep.equal([first]);
    });

  it('work for clients that know only the RSA key, with a SHA-2 signature', async () => {
    const alice = await dokku.addUser('alice');
    writeFileSync(join(dokku.root, 'known_hosts'), `${(await scan('rsa')).join('\n')}\n`);
    for (const algorithm of ['rsa-sha2-512', 'rsa-sha2-256']) {
      const flags = ['-o', `HostKeyAlgorithms=${algorithm}`, '-o', 'StrictHostKeyChecking=yes'];
      const said = await dokku.run('ssh', [
        ...flags,
        ...dokku.sshOptions(alice),
        'dokku@127.0.0.1',
        '--',
        'version',
      ]);
      expect(said.status, said.all).to.equal(0);
    }
  });

  it('do not sign with SHA-1', async () => {
    const carol = await dokku.addUser('carol');
    // ssh uses the first value of a repeated option. The log level of the harness would hide the reason.
    const flags = ['-o', 'HostKeyAlgorithms=ssh-rsa', '-o', 'LogLevel=INFO'];
    const words = [...flags, ...dokku.sshOptions(carol), 'dokku@127.0.0.1', '--', 'version'];
    const refused = await dokku.run('ssh', words);
    expect(refused.status, refused.all).to.equal(255);
    expect(refused.stderr).to.contain('no matching host key type found');
  });

  it('are logged with their fingerprints', async () => {
    const listening = dokku.log.findLast(({ msg }) => msg === 'listening')!;
    const [ed25519, rsa] = listening.hostKeys as string[];
    expect(ed25519).to.match(/^ed25519 SHA256:/);
    expect(rsa).to.match(/^rsa SHA256:/);
  });
});
