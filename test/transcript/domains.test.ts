import { Session } from './transcript.ts';

describe('domains:*', () => {
  let session: Session;
  beforeEach(() => {
    session = new Session();
  });
  afterEach(() => session.end());

  it('gives new apps a name below each global domain', () =>
    session.play(`
      $ dokku domains:set-global example.com 10.0.0.1
      -----> Set example.com 10.0.0.1
      $ dokku apps:create shop
      -----> Creating shop...
             It will be available at shop.example.com
      $ dokku domains:report shop
      =====> shop domains information
             Domains app enabled:           true
             Domains app vhosts:            shop.example.com
             Domains global enabled:        true
             Domains global vhosts:         example.com 10.0.0.1
      $ dokku domains:remove-global 10.0.0.1
      -----> Removed 10.0.0.1
      $ dokku domains:add-global apps.example.org
      -----> Added apps.example.org
      $ dokku domains:reset shop
      -----> Reset domains of shop to shop.example.com shop.apps.example.org
      $ dokku domains:clear-global
      -----> Cleared global domains
      $ dokku domains:report --global
      =====> --global domains information
             Domains global enabled:        false
             Domains global vhosts:
    `));

  it('store domains with other letters by their name in DNS', () =>
    session.play(`
      $ dokku apps:create shop
      -----> Creating shop...
      $ dokku domains:add shop Bücher.example.com *.bücher.example.com
      -----> Added xn--bcher-kva.example.com to shop
      -----> Added *.xn--bcher-kva.example.com to shop
             xn--bcher-kva.example.com is the name of bücher.example.com in DNS
             *.xn--bcher-kva.example.com is the name of *.bücher.example.com in DNS
      $ dokku domains:report shop --domains-app-vhosts-unicode
      bücher.example.com *.bücher.example.com
      $ dokku domains:remove shop bücher.example.com
      -----> Removed xn--bcher-kva.example.com from shop
      $ dokku domains:report shop --domains-app-vhosts
      *.xn--bcher-kva.example.com
    `));

  it('adds, replaces and removes domains, all or none', () =>
    session.play(`
      $ dokku apps:create shop
      -----> Creating shop...
      $ dokku domains:add shop WWW.Example.com *.example.com
      -----> Added www.example.com to shop
      -----> Added *.example.com to shop
      $ dokku domains:add shop www.example.com new.example.com
      -----> Skipping: www.example.com already added to shop
      -----> Added new.example.com to shop
      $ dokku domains:add shop fine.example.com http://bad.example.com
       !     Invalid domains; nothing was changed
       !       http://bad.example.com is not a valid domain
       !     Use domains like www.example.com or *.example.com, without a scheme, a port or a path
      [exit 1]
      $ dokku domains:add shop _ 10.0.0.1
       !     Invalid domains; nothing was changed
       !       _ is not a valid domain: an app serves only the domains that it has
       !       10.0.0.1 is an IP address: the ingress controller routes requests by domain
       !     Use domains like www.example.com or *.example.com, without a scheme, a port or a path
      [exit 1]
      $ dokku domains:remove shop NEW.example.com nothere.example.com
      -----> Removed new.example.com from shop
      -----> Removed nothere.example.com from shop
      $ dokku domains:report shop --domains-app-vhosts
      www.example.com *.example.com
      $ dokku domains:set shop only.example.com
      -----> Set only.example.com for shop
      $ dokku domains:clear shop
      -----> Cleared domains of shop
      $ dokku domains:report shop --domains-app-vhosts
      $ dokku domains:clear
       !     Please specify an app, or --all
      [exit 1]
    `));

  it('keeps the list while domains are disabled', () =>
    session.play(`
      $ dokku apps:create shop
      -----> Creating shop...
      $ dokku domains:add shop a.example.com
      -----> Added a.example.com to shop
      $ dokku domains:disable --all
      -----> Disabled domains of shop
      $ dokku domains:report shop --domains-app-enabled --domains-app-vhosts
      false
      a.example.com
      $ dokku domains:add shop b.example.com
      -----> Added b.example.com to shop
      $ dokku domains:report shop --domains-app-enabled
      true
      $ dokku domains:clear shop
      -----> Cleared domains of shop
      $ dokku domains:report shop --domains-app-enabled
      false
    `));

  it('warns when another app has the same domain', () =>
    session.play(`
      $ dokku apps:create shop
      -----> Creating shop...
      $ dokku apps:create blog
      -----> Creating blog...
      $ dokku domains:add shop www.example.com
      -----> Added www.example.com to shop
      $ dokku domains:add blog www.example.com
      -----> Added www.example.com to blog
       !     www.example.com is also a domain of shop: requests may reach either app
      $ dokku url shop
       !     shop has not been deployed yet
       !     Push the app: git push dokku main · or deploy an image: dokku git:from-image shop <image>
      [exit 1]
    `));
});
