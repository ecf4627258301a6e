import { readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { Session } from './transcript.ts';

describe('registry:set and registry:report', () => {
  let session: Session;
  before(async () => {
    session = new Session();
    await session.run(['apps:create', 'demo']);
  });
  after(() => session.end());

  it('shows the image name of an app', () =>
    session.play(`
      $ dokku registry:report demo --registry-computed-image-repo
      dokku/demo
      $ dokku registry:set --global server http://10.0.0.5:5000/
      =====> Setting server to http://10.0.0.5:5000/
      $ dokku registry:set --global image-repo-template "team/{{ .AppName }}"
      =====> Setting image-repo-template to team/{{ .AppName }}
      $ dokku registry:report demo --registry-computed-server
      10.0.0.5:5000/
      $ dokku registry:report demo --registry-computed-image-repo
      team/demo
      $ dokku registry:set demo image-repo own/name
      =====> Setting image-repo to own/name
      $ dokku registry:report demo --registry-computed-image-repo
      own/name
      $ dokku registry:set demo server hub.docker.com
      =====> Setting server to hub.docker.com
      $ dokku registry:report demo --registry-computed-server

    `));

  it('refuses invalid image names, and properties in the wrong scope', () =>
    session.play(`
      $ dokku registry:set demo image-repo Team/App:1
       !     image-repo must be a lower-case name like team/my-app, without server and tag; it is "Team/App:1"
      [exit 1]
      $ dokku registry:set demo server "a b"
       !     server must be a host like ghcr.io or http://10.0.0.5:5000; it is "a b"
      [exit 1]
      $ dokku registry:set --global image-repo all/the-same
       !     The property image-repo can only be set for an app
       !     dokku registry:set <app> image-repo <value>
      [exit 1]
    `));
});

describe('registry:login and registry:logout', () => {
  let session: Session;
  let server: Server;
  let host: string;
  const basic = `Basic ${Buffer.from('me:open-sesame').toString('base64')}`;
  before((done) => {
    session = new Session();
    server = createServer((request, response) => {
      response.statusCode = request.headers.authorization === basic ? 200 : 401;
      response.setHeader('www-authenticate', 'Basic realm="test"');
      response.end('{}');
    }).listen(0, '0.0.0.0', async () => {
      host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
      await session.run(['apps:create', 'demo']);
      done();
    });
  });
  after(() => {
    server.close();
    session.end();
  });

  it('stores a login that the registry accepts, readable by its owner only', async () => {
    await session.play(
      `
      $ dokku registry:login --password-stdin --global ${host} me
       !     Login Succeeded
      `,
      'open-sesame\n',
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
      $ dokku registry:login ${host} me open-sesame
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
      'open-sesame\n',
    );
    await session.play(`
      $ dokku registry:login ${host} me open-sesame --global
       !     Login Succeeded
      $ dokku registry:logout --global ${host}
       !     Removed the login for ${host}
    `);
  });

  it('stores several simultaneous logins', async () => {
    const hosts = Array.from({ length: 8 }, (_, index) => `127.0.0.${index + 1}:${host.split(':')[1]}`);
    await Promise.all(
      hosts.map((each) => session.run(['registry:login', '--global', each, 'me', 'open-sesame'])),
    );
    const config = JSON.parse(readFileSync(join(session.root, 'dokku/docker/config.json'), 'utf8'));
    expect(Object.keys(config.auths)).to.have.members(hosts);
  });

  it('does not store a login that the registry refuses, and does not print the password', () =>
    session.play(`
      $ dokku registry:login demo ${host} me wrong-password
       !     Registry ${host} denied access to the login of me
       !       HTTP 401 Unauthorized
       !     Log in: dokku registry:login --password-stdin <app> ${host} <user> · for all apps: dokku registry:login --password-stdin --global ${host} <user>
      [exit 1]
      $ dokku registry:logout demo ${host}
       !     No login to ${host} is stored for demo
       !     Log in: dokku registry:login --password-stdin demo ${host} <user>
      [exit 1]
    `));

  it('requires a server, a user and a password', () =>
    session.play(`
      $ dokku registry:login demo
       !     Please specify <server>
       !       Host of the registry, docker.io for Docker Hub
       !     Usage: dokku registry:login [--password-stdin] <app|--global> <server> <username> [password]
      [exit 1]
      $ dokku registry:login demo ${host} me
       !     Please specify a password
       !     Pipe the password into: dokku registry:login --password-stdin demo ${host} me
      [exit 1]
    `));
});
