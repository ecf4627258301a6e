import { Session } from './transcript.ts';

describe('ports:*', () => {
  let session: Session;
  beforeEach(async () => {
    session = new Session();
    await session.run(['apps:create', 'shop']);
  });
  afterEach(() => session.end());

  it('prints nothing when it sets port mappings, and lists them', () =>
    session.play(`
      $ dokku ports:list shop
       !     No port mappings are set for shop
       !     Set a port mapping: dokku ports:set shop http:80:5000
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

  it('maps ports of five digits', () =>
    session.play(`
      $ dokku ports:set shop http:10000:10000
      $ dokku ports:report shop --ports-map
      http:10000:10000
    `));

  it('stores nothing when one mapping is invalid, and suggests corrections', () =>
    session.play(`
      $ dokku ports:set shop http:80:5000
      $ dokku ports:set shop 80 https:443 tcp:25:25 http:99999:1
       !     Invalid port mappings; nothing was changed
       !       80 is not of the form scheme:host:container; did you mean http:80:5000?
       !       https:443 is not of the form scheme:host:container; did you mean https:443:5000?
       !       tcp:25:25: only http and https can be routed; for a protocol over HTTP use http:25:25
       !       http:99999:1: 99999 is not a valid port; a port is a number from 1 to 65535
       !     Write each mapping as scheme:host:container, for example http:80:5000
      [exit 1]
      $ dokku ports:add shop http:81:5000 http:80:6000
       !     Invalid port mappings; nothing was changed
       !       http:80:6000 and http:80:5000 both map the host port 80
       !     Write each mapping as scheme:host:container, for example http:80:5000
      [exit 1]
      $ dokku ports:remove shop 80 81
       !     shop has no port mapping 81; nothing was changed
       !       Port mappings of shop: http:80:5000
      [exit 1]
      $ dokku ports:report shop --ports-map
      http:80:5000
    `));
});
