import { Session } from './transcript.ts';

describe('builder:* and builder-dockerfile:*', () => {
  let session: Session;
  before(async () => {
    session = new Session();
    await session.run(['apps:create', 'demo']);
  });
  after(() => session.end());

  it('set, show and unset values', () =>
    session.play(`
      $ dokku builder:set demo selected dockerfile
      =====> Setting selected to dockerfile
      $ dokku builder:set demo build-dir ./backend/
      =====> Setting build-dir to ./backend/
      $ dokku builder:report demo --builder-build-dir
      backend
      $ dokku builder:set --global skip-cleanup true
      =====> Setting skip-cleanup to true
      $ dokku builder:report demo
      =====> demo builder information
             Builder build dir:                 backend
             Builder buildkit address:
             Builder computed build dir:        backend
             Builder computed buildkit address: unix:///run/buildkit/buildkitd.sock
             Builder computed selected:         dockerfile
             Builder computed silence timeout:  30m
             Builder computed skip cleanup:     true
             Builder detected:
             Builder global build dir:
             Builder global buildkit address:
             Builder global selected:
             Builder global silence timeout:
             Builder global skip cleanup:       true
             Builder selected:                  dockerfile
             Builder silence timeout:
             Builder skip cleanup:
      $ dokku builder:set demo detected dockerfile
       !     The property detected is read-only. To choose a builder: dokku builder:set demo selected <builder>
      $ dokku builder:set demo selected pack
      =====> Setting selected to pack
       !     The builder pack is not available on this server, so pushes will be refused
       !     Available: dockerfile
      $ dokku builder:set demo selected
      =====> Unsetting selected
    `));

  it('refuse invalid values', () =>
    session.play(`
      $ dokku builder:set demo selected dockrfile
       !     "dockrfile" is not a builder
       !     Builders: dockerfile, herokuish, lambda, nixpacks, null, pack, railpack
      [exit 1]
      $ dokku builder:set demo build-dir ../other
       !     build-dir must be a path inside the repository, without .. and without a leading /; got "../other"
      [exit 1]
      $ dokku builder:set demo silence-timeout soon
       !     silence-timeout must be a time like 90s, 30m or 2h; got "soon"
      [exit 1]
      $ dokku builder:set nobody selected dockerfile
       !     App nobody does not exist
       !     List the apps with: dokku apps:list · create the app with: dokku apps:create nobody
      [exit 20]
    `));

  it('set the path of the Dockerfile, also by the short name', () =>
    session.play(`
      $ dokku dockerfile:set demo dockerfile-path docker/web.Dockerfile
      =====> Setting dockerfile-path to docker/web.Dockerfile
      $ dokku builder-dockerfile:report demo --format json
      {"computed-dockerfile-path":"docker/web.Dockerfile","dockerfile-path":"docker/web.Dockerfile","global-dockerfile-path":""}
      $ dokku builder-dockerfile:set demo dockerfile-path /etc/passwd
       !     dockerfile-path must be a path inside the repository, without .. and without a leading /; got "/etc/passwd"
      [exit 1]
    `));
});
