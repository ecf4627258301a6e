import { expect } from 'chai';
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

  it('belong to one app; an administrator may share them', () =>
    session.play(`
      $ dokku apps:create shop
      -----> Creating shop...
      $ dokku apps:create blog
      -----> Creating blog...
      $ dokku domains:add shop www.example.com *.example.org a.b.example.net bücher.example.com
      -----> Added www.example.com to shop
      -----> Added *.example.org to shop
      -----> Added a.b.example.net to shop
      -----> Added xn--bcher-kva.example.com to shop
             xn--bcher-kva.example.com is the name of bücher.example.com in DNS
      $ dokku domains:add blog new.example.com WWW.Example.com. a.example.org *.a.example.org *.example.net BÜCHER.example.com
       !     Could not give domains to blog: other apps have them; nothing was changed
       !       www.example.com is a domain of shop
       !       a.example.org is below *.example.org, a domain of shop
       !       *.a.example.org is below *.example.org, a domain of shop
       !       *.example.net covers a.b.example.net, a domain of shop
       !       xn--bcher-kva.example.com is a domain of shop
       !     Remove the domain from the other app first: dokku domains:remove shop www.example.com
       !     Remove the domain from the other app first: dokku domains:remove shop *.example.org
       !     Remove the domain from the other app first: dokku domains:remove shop a.b.example.net
       !     Remove the domain from the other app first: dokku domains:remove shop xn--bcher-kva.example.com
       !     To let the apps share the domain: dokku domains:add --force blog new.example.com www.example.com a.example.org *.a.example.org *.example.net xn--bcher-kva.example.com
      [exit 1]
      $ dokku domains:set blog example.org www.example.com
       !     Could not give domains to blog: other apps have them; nothing was changed
       !       www.example.com is a domain of shop
       !     Remove the domain from the other app first: dokku domains:remove shop www.example.com
       !     To let the apps share the domain: dokku domains:set --force blog example.org www.example.com
      [exit 1]
      $ dokku domains:report blog --domains-app-vhosts
      $ dokku domains:add --force blog www.example.com
      -----> Added www.example.com to blog
       !     www.example.com is a domain of shop: requests may reach either app
      $ dokku domains:set blog www.example.com example.org
      -----> Set www.example.com example.org for blog
      $ dokku domains:remove blog www.example.com
      -----> Removed www.example.com from blog
      $ dokku domains:remove shop www.example.com
      -----> Removed www.example.com from shop
      $ dokku domains:add blog www.example.com
      -----> Added www.example.com to blog
    `));

  it('that follow from the names of apps belong to these apps', () =>
    session.play(`
      $ dokku apps:create shop
      -----> Creating shop...
      $ dokku domains:add shop blog.example.com
      -----> Added blog.example.com to shop
      $ dokku apps:create blog
      -----> Creating blog...
      $ dokku domains:set-global example.com
       !     Could not change the global domains: other apps have the default domains of apps; nothing was changed
       !       blog.example.com is a domain of shop
       !     Remove the domain from the other app first: dokku domains:remove shop blog.example.com
       !     To let the apps share the domain: dokku domains:set-global --force example.com
      [exit 1]
      $ dokku domains:add-global example.com
       !     Could not change the global domains: other apps have the default domains of apps; nothing was changed
       !       blog.example.com is a domain of shop
       !     Remove the domain from the other app first: dokku domains:remove shop blog.example.com
       !     To let the apps share the domain: dokku domains:add-global --force example.com
      [exit 1]
      $ dokku domains:report --global --domains-global-vhosts
      $ dokku domains:add-global --force example.com
      -----> Added example.com
      $ dokku domains:reset --all
       !     Could not give domains to blog: other apps have them; nothing was changed
       !       blog.example.com is a domain of shop
       !     Remove the domain from the other app first: dokku domains:remove shop blog.example.com
       !     To let the apps share the domain: dokku domains:reset --force blog
      [exit 1]
      $ dokku domains:remove shop blog.example.com
      -----> Removed blog.example.com from shop
      $ dokku domains:add shop blog.example.com *.example.com news.example.com
       !     Could not give domains to shop: other apps have them; nothing was changed
       !       blog.example.com is the default domain of blog
       !       *.example.com covers blog.example.com, the default domain of blog
       !     To let the apps share the domain: dokku domains:add --force shop blog.example.com *.example.com news.example.com
      [exit 1]
      $ dokku domains:add shop news.example.com
      -----> Added news.example.com to shop
      $ dokku apps:create news
       !     Could not give domains to news: other apps have them; nothing was changed
       !       news.example.com is a domain of shop
       !     Remove the domain from the other app first: dokku domains:remove shop news.example.com
       !     To let the apps share the domain: dokku apps:create --force news
      [exit 1]
      $ dokku apps:clone blog news
      -----> Cloning blog to news
       !     Could not give domains to news: other apps have them; nothing was changed
       !       news.example.com is a domain of shop
       !     Remove the domain from the other app first: dokku domains:remove shop news.example.com
       !     To let the apps share the domain: dokku apps:clone --force blog news
      [exit 1]
      $ dokku domains:reset blog
      -----> Reset domains of blog to blog.example.com
      $ dokku apps:rename blog news
      -----> Renaming blog to news
       !     Could not give domains to news: other apps have them; nothing was changed
       !       news.example.com is a domain of shop
       !     Remove the domain from the other app first: dokku domains:remove shop news.example.com
       !     To let the apps share the domain: dokku apps:rename --force blog news
      [exit 1]
      $ dokku apps:list
      =====> My Apps
      blog
      shop
      $ dokku apps:rename --force blog news
      -----> Renaming blog to news
      $ dokku domains:report news --domains-app-vhosts
      news.example.com
      $ dokku apps:create --force blog
      -----> Creating blog...
             It will be available at blog.example.com
    `));

  it('is given to one of two apps that ask at the same time', async () => {
    const apps = ['one', 'two', 'three', 'four'];
    for (const app of apps) await session.run(['apps:create', app]);
    const ends = await Promise.all(apps.map((app) => session.run(['domains:add', app, 'www.example.com'])));
    expect(ends.map(({ status }) => status).sort()).to.deep.equal([0, 1, 1, 1]);
    const listed = await Promise.all(
      apps.map((app) => session.run(['domains:report', app, '--domains-app-vhosts'])),
    );
    expect(listed.map(({ text }) => text).join('')).to.match(/^\n*www\.example\.com\n*$/);
  });
});
