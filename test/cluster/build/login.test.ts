import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Session } from '../../transcript/transcript.ts';
import { describeWithEngine } from '../engine-only.ts';
import { type PrivateRegistry, startPrivateRegistry } from './private-registry.ts';

describeWithEngine('registry:login and registry:logout', 'the program of the registry', () => {
  let session: Session;
  let registry: PrivateRegistry;
  let host: string;
  let password: string;
  before(async () => {
    session = new Session();
    registry = await startPrivateRegistry('0.0.0.0');
    ({ host, password } = registry);
    await session.run(['apps:create', 'demo']);
  });
  after(async () => {
    await registry?.stop();
    session.end();
  });

  it('stores a login that the registry accepts, readable by its owner only', async () => {
    await session.play(
      `
      $ dokku registry:login --password-stdin --global ${host} me
       !     Login Succeeded
      `,
      `${password}\n`,
    );
    const file = join(session.root, 'dokku/docker/config.json');
    expect((statSync(file).mode & 0o777).toString(8)).to.equal('600');
    await session.play(`
      $ dokku registry:logout --global ${host}
       !     Removed the login for ${host}
      $ dokku registry:logout --global ${host}
       !     No login to ${host} is stored for all apps
       !     Log in: dokku registry:login --password-stdin --global ${host} <user>
      [exit 1]
    `);
  });

  it('applies a login without a scope to all apps, and warns', async () => {
    await session.play(`
      $ dokku registry:login ${host} me ${password}
       !     Deprecated: registry:login without an app applies to all apps. Use: dokku registry:login --global …
       !     Login Succeeded
      $ dokku registry:logout ${host}
       !     Deprecated: registry:logout without an app applies to all apps. Use: dokku registry:logout --global …
       !     Removed the login for ${host}
    `);
    await session.play(
      `
      $ dokku registry:login ${host} me --password-stdin
       !     Deprecated: registry:login without an app applies to all apps. Use: dokku registry:login --global …
       !     Login Succeeded
      `,
      `${password}\n`,
    );
    await session.play(`
      $ dokku registry:login ${host} me ${password} --global
       !     Login Succeeded
      $ dokku registry:logout --global ${host}
       !     Removed the login for ${host}
    `);
  });

  it('stores several simultaneous logins', async () => {
    const hosts = Array.from({ length: 8 }, (_, index) => `127.0.0.${index + 1}:${host.split(':')[1]}`);
    await Promise.all(hosts.map((each) => session.run(['registry:login', '--global', each, 'me', password])));
    const config = JSON.parse(readFileSync(join(session.root, 'dokku/docker/config.json'), 'utf8'));
    expect(Object.keys(config.auths)).to.have.members(hosts);
  });

  it('does not store a login that the registry refuses, and does not print its password', () =>
    session.play(`
      $ dokku registry:login demo ${host} me wrong-password
       !     Registry ${host} denied access to the login of me
       !       HTTP 401: authentication required
       !     Log in: dokku registry:login --password-stdin <app> ${host} <user> · for all apps: dokku registry:login --password-stdin --global ${host} <user>
      [exit 1]
      $ dokku registry:logout demo ${host}
       !     No login to ${host} is stored for demo
       !     Log in: dokku registry:login --password-stdin demo ${host} <user>
      [exit 1]
    `));
});
