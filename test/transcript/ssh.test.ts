import { expect } from 'chai';
import { Installation, type User } from './harness.ts';

describe('a session over SSH', () => {
  let dokku: Installation;
  let alice: User;

  before(async () => {
    dokku = await Installation.start();
    alice = await dokku.addUser('alice');
  });
  after(() => dokku.stop());

  it('runs commands and returns their exit status', async () => {
    const created = await dokku.ssh(alice, 'apps:create shop');
    expect(created.stdout).to.equal('-----> Creating shop...');
    expect(created.status).to.equal(0);
    expect((await dokku.ssh(alice, 'apps:list')).stdout).to.equal('=====> My Apps\nshop');
    const missing = await dokku.ssh(alice, 'apps:exists nothing');
    expect(missing.status).to.equal(20);
    expect(missing.stderr).to.match(/^ ! {5}App nothing does not exist/);
  });
});
