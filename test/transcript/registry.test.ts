import { Session } from './transcript.ts';

describe('registry:set and registry:report', () => {
  let session: Session;
  before(async () => {
    session = new Session();
    await session.run(['apps:create', 'demo']);
  });
  after(() => session.end());

  it('show the image name of an app', () =>
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

  it('refuse invalid image names, and properties in the wrong scope', () =>
    session.play(`
      $ dokku registry:set demo image-repo Team/App:1
       !     image-repo must be a lower-case name like team/my-app, without server and tag; got "Team/App:1"
      [exit 1]
      $ dokku registry:set demo server "a b"
       !     server must be a host like ghcr.io or http://10.0.0.5:5000; got "a b"
      [exit 1]
      $ dokku registry:set --global image-repo all/the-same
       !     The property image-repo can only be set for an app
       !     Set the property with: dokku registry:set <app> image-repo <value>
      [exit 1]
    `));
});

describe('registry:login', () => {
  let session: Session;
  before(async () => {
    session = new Session();
    await session.run(['apps:create', 'demo']);
  });
  after(() => session.end());

  it('requires a server, a user and a password', () =>
    session.play(`
      $ dokku registry:login demo
       !     Please specify <server>
       !       Host of the registry, docker.io for Docker Hub
       !     Usage: dokku registry:login [--password-stdin] <app|--global> <server> <username> [password]
      [exit 1]
      $ dokku registry:login demo 127.0.0.1:5000 me
       !     Please specify a password
       !     Pipe the password into: dokku registry:login --password-stdin demo 127.0.0.1:5000 me
      [exit 1]
    `));
});
