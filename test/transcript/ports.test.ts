import { Session } from './transcript.ts';

describe('ports:*', () => {
  let session: Session;
  beforeEach(async () => {
    session = new Session();
    await session.run(['apps:create', 'shop']);
  });
  afterEach(() => session.end());

  it('maps ports in silence and lists them', () =>
    session.play(`
      $ dokku ports:list shop
       !     No port mappings are set for shop
       !     Set some with: dokku ports:set shop http:80:5000
      [exit 1]
      $ dokku ports:set shop http:80:5000 https:443:5000
      $ dokku ports:add shop http:8080:5001 http:80:5000
      $ dokku ports:list shop
      -----> Port mappings for shop
          -----> scheme  host port  container port
          http           80         5000
          http           8080       5001
          https          443        5000
      $ dokku ports:list shop --format json
      [{"container_port":5000,"host_port":80,"scheme":"http"},{"container_port":5001,"host_port":8080,"scheme":"http"},{"container_port":5000,"host_port":443,"scheme":"https"}]
      $ dokku ports:remove shop 8080 https:443:5000
      $ dokku ports:report shop
      =====> shop ports information
             Ports map:                     http:80:5000
             Ports map detected:
             Ports map detected json:       []
             Ports map json:                [{"container_port":5000,"host_port":80,"scheme":"http"}]
      $ dokku ports:clear shop
      $ dokku ports:report shop --ports-map
    `));

  it('stores nothing when a part of it is wrong, and says what was meant', () =>
    session.play(`
      $ dokku ports:set shop http:80:5000
      $ dokku ports:set shop 80 https:443 tcp:25:25 http:99999:1 http:10080:10000
       !     The port mappings cannot be taken; nothing was changed
       !       80 is not of the form scheme:host:container; did you mean http:80:5000?
       !       https:443 is not of the form scheme:host:container; did you mean https:443:5000?
       !       tcp:25:25: only http and https can be routed; for another protocol over HTTP write http:25:25
       !       http:99999:1: 99999 is not a port; ports go from 1 to 65535
       !       http:10080:10000: Kubernetes would call the port http-10080-10000, and such names have at most 15 characters; use a host or container port of four digits
       !     Write each as scheme:host:container, like http:80:5000
      [exit 1]
      $ dokku ports:add shop http:81:5000 http:80:6000
       !     The port mappings cannot be taken; nothing was changed
       !       http:80:6000 and http:80:5000 both map the host port 80
       !     Write each as scheme:host:container, like http:80:5000
      [exit 1]
      $ dokku ports:remove shop 80 81
       !     shop has no port mapping 81; nothing was changed
       !       It has http:80:5000
      [exit 1]
      $ dokku ports:report shop --ports-map
      http:80:5000
    `));
});
