import { Session } from './transcript.ts';

describe('nginx:*', () => {
  let session: Session;
  beforeEach(async () => {
    session = new Session();
    await session.run(['apps:create', 'shop']);
  });
  afterEach(() => session.end());

  it('stores valid values, and warns about a property without effect', () =>
    session.play(`
      $ dokku nginx:set shop client-max-body-size 50M
      =====> Setting client-max-body-size to 50M
      $ dokku nginx:set --global client-max-body-size 8m
      =====> Setting client-max-body-size to 8m
      $ dokku nginx:report shop --nginx-computed-client-max-body-size
      50m
      $ dokku nginx:set shop client-max-body-size
      =====> Unsetting client-max-body-size
      $ dokku nginx:report shop --nginx-computed-client-max-body-size
      8m
      $ dokku nginx:set shop proxy-buffers 8 4k
      =====> Setting proxy-buffers to 8 4k
       !     proxy-buffers 8 4k has no effect with the ingress class traefik
      $ dokku nginx:set shop access-log-path /etc/passwd
       !     access-log-path must be off, /dev/null or a file below /var/log/; got "/etc/passwd"
      [exit 1]
    `));

  it('shows the defaults of the current ingress class', () =>
    session.play(`
      $ dokku nginx:report shop --nginx-computed-proxy-connect-timeout --nginx-computed-hsts

      true
      $ dokku scheduler-k3s:set --global ingress-class nginx
      =====> Setting ingress-class to nginx
      $ dokku nginx:report shop --nginx-computed-proxy-connect-timeout
      60s
      $ dokku scheduler-k3s:set --global ingress-class haproxy
       !     ingress-class must be one of traefik, nginx, gateway; got "haproxy"
      [exit 1]
    `));

  it('prints no log for an app that was never deployed', () =>
    session.play(`
      $ dokku nginx:access-logs shop
       !     shop has not been deployed yet
       !     Push the app: git push dokku main · or deploy an image: dokku git:from-image shop <image>
      [exit 1]
    `));
});
