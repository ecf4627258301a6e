import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Installation } from './harness.ts';
import { Session } from './transcript.ts';

const commands = ['scheduler-k3s:cluster:list', 'scheduler-k3s:node-sysctls:report'];

describe('scheduler-k3s:cluster:* and scheduler-k3s:node-sysctls:*', () => {
  let session: Session;
  beforeEach(() => {
    session = new Session();
  });
  afterEach(() => session.end());

  it('refuse names and values that cannot be those of a sysctl', () =>
    session.play(`
      $ dokku scheduler-k3s:node-sysctls:set swappiness 1
       !     "swappiness" is not a valid name of a sysctl
       !     Write the name as in /proc/sys, with dots: net.core.somaxconn or vm.max_map_count
      [exit 1]
      $ dokku scheduler-k3s:node-sysctls:set vm.swappiness é
       !     The value of vm.swappiness must be 1 to 4095 printable ASCII characters without line ends
       !     Show the current value on a node with: sysctl vm.swappiness
      [exit 1]
      $ dokku scheduler-k3s:node-sysctls:set vm.swappiness
       !     vm.swappiness is not set by dokku
      $ dokku scheduler-k3s:set --global node-sysctls-image Busybox
       !     node-sysctls-image must be an image like busybox:1.36 or registry.example.com/busybox; got "Busybox"
      [exit 1]
      $ dokku scheduler-k3s:node-sysctls:report
      Scope  Sysctl  Value
      $ dokku scheduler-k3s:node-sysctls:report --format json
      {"--global":{}}
    `));

  it('store nothing while the cluster does not answer', async () => {
    const file = join(session.root, 'kubeconfig');
    const server = 'https://127.0.0.1:9';
    const config = {
      clusters: [{ name: 'none', cluster: { server } }],
      users: [{ name: 'none', user: {} }],
      contexts: [{ name: 'none', context: { cluster: 'none', user: 'none' } }],
      'current-context': 'none',
    };
    writeFileSync(file, JSON.stringify(config));
    await session.run(['scheduler-k3s:set', '--global', 'kubeconfig-path', file]);
    await session.play(`
      $ dokku scheduler-k3s:node-sysctls:set --global vm.swappiness 1
      =====> Setting vm.swappiness to 1
       !     Could not reach the cluster at ${server} (get the version of the server): connect ECONNREFUSED 127.0.0.1:9
       !       Nothing was stored
       !     Check that the API server runs and that the address is correct, or name another kubeconfig with: dokku scheduler-k3s:set --global kubeconfig-path <path>
      [exit 1]
      $ dokku scheduler-k3s:node-sysctls:report
      Scope  Sysctl  Value
    `);
    const { text, status } = await session.run(['scheduler-k3s:cluster:list']);
    expect(text).to.contain(`Could not reach the cluster at ${server}`);
    expect(status).to.equal(1);
  });

  it('need a role for all apps', async () => {
    const dokku = await Installation.start();
    try {
      await dokku.dokku('apps:create', 'shop');
      const bob = await dokku.addUser('bob', '--role', 'admin', '--app', 'shop');
      const eve = await dokku.addUser('eve', '--role', 'read');
      for (const command of commands) {
        const { stderr, status } = await dokku.ssh(bob, command);
        expect(stderr).to.contain(`Access denied: ${command} needs the role read`);
        expect(stderr).to.contain('bob has no role for the whole installation');
        expect(status).to.equal(1);
        expect((await dokku.ssh(eve, command)).all).not.to.contain('Access denied');
      }
      for (const user of [bob, eve]) {
        const set = await dokku.ssh(user, 'scheduler-k3s:node-sysctls:set vm.swappiness 1');
        expect(set.stderr).to.contain('Access denied: scheduler-k3s:node-sysctls:set needs the role admin');
      }
    } finally {
      await dokku.stop();
    }
  });
});
