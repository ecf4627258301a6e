import { expect } from 'chai';
import { Installation, type User } from './harness.ts';

// SHA-1 is broken, and OpenSSH has not offered SHA-1 signatures since version 8.8. A client option still enables them.
describe('an RSA key of a user', () => {
  let dokku: Installation;
  let alice: User;

  before(async () => {
    dokku = await Installation.start();
    alice = { name: 'alice', key: await dokku.makeKey('alice', 'rsa') };
    const added = await dokku.dokku('ssh-keys:add', 'alice', `${alice.key}.pub`);
    expect(added.status, added.all).to.equal(0);
  });
  after(() => dokku.stop());

  const ssh = (...options: string[]) =>
    dokku.run('ssh', [...options, ...dokku.sshOptions(alice), 'dokku@127.0.0.1', '--', 'version']);

  it('logs in with a signature by SHA-2', async () => {
    const said = await ssh();
    expect(said.status, said.all).to.equal(0);
  });

  it('is refused with a signature by SHA-1', async () => {
    const said = await ssh('-o', 'PubkeyAcceptedAlgorithms=ssh-rsa');
    expect(said.status, said.all).to.equal(255);
    expect(said.all).to.contain('Permission denied (publickey)');
  });
});
