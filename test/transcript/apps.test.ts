import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { environmentFrom } from '../../src/core/environment.ts';
import { Store } from '../../src/state/store.ts';
import { Session } from './transcript.ts';

describe('apps:*', () => {
  let session: Session;
  beforeEach(() => {
    session = new Session();
  });
  afterEach(() => session.end());

  it('creates apps and lists them', () =>
    session.play(`
      $ dokku apps:list
       !     There are no apps yet; create one with: dokku apps:create <app>
      $ dokku apps:list --format json
      []
      $ dokku apps:create shop
      -----> Creating shop...
      $ dokku apps:create blog
      -----> Creating blog...
      $ dokku apps
      =====> My Apps
      blog
      shop
      $ dokku --quiet apps:list
      blog
      shop
      $ dokku apps:list --quiet
      blog
      shop
      $ dokku apps:list --format=json
      ["blog","shop"]
      $ dokku apps:exists shop
      $ dokku apps:exists nobody
       !     App nobody does not exist
       !     List the apps with: dokku apps:list · create the app with: dokku apps:create nobody
      [exit 20]
      $ dokku --app shop apps:exists
    `));

  it('refuses invalid names', () =>
    session.play(`
      $ dokku apps:create shop
      -----> Creating shop...
      $ dokku apps:create shop
       !     App shop already exists
       !     Choose another name, or push to the existing app: git push <remote> · or destroy the app: dokku apps:destroy shop
      [exit 1]
      $ dokku apps:create My.App
       !     "My.App" is not a valid app name
       !       it must consist of lower-case letters, digits and dashes, begin with a letter and not end with a dash
       !     Choose a name like my-app-2
      [exit 1]
      $ dokku apps:create config-shop
       !     "config-shop" is not a valid app name
       !       names that begin with "config-" are reserved for other objects
       !     Choose a name like my-app-2
      [exit 1]
      $ dokku apps:create
       !     Please specify a name
       !       Name of the new app
       !     Usage: dokku apps:create [--force] <app>
      [exit 1]
    `));

  it('asks before it destroys, and stops at another answer', async () => {
    await session.run(['apps:create', 'shop']);
    await session.play(
      `
      $ dokku apps:destroy shop
       !     WARNING: Potentially Destructive Action
       !     This command will destroy the app shop: its repository, settings, releases and running processes are deleted; storage entries are kept
       !     To proceed, type "shop"
      >  !     The confirmation did not match "shop"; nothing was destroyed
       !     In a script, add --force to the command to skip the confirmation
      [exit 1]
    `,
      'no\n',
    );
    await session.play(`
      $ dokku apps:exists shop
      $ dokku apps:destroy shop
       !     WARNING: Potentially Destructive Action
       !     This command will destroy the app shop: its repository, settings, releases and running processes are deleted; storage entries are kept
       !     To proceed, type "shop"
      >  !     The confirmation did not match "shop"; nothing was destroyed
       !     In a script, add --force to the command to skip the confirmation
      [exit 1]
    `);
    await session.play(
      `
      $ dokku apps:destroy shop
       !     WARNING: Potentially Destructive Action
       !     This command will destroy the app shop: its repository, settings, releases and running processes are deleted; storage entries are kept
       !     To proceed, type "shop"
      > -----> Destroying shop...
    `,
      'shop\n',
    );
    expect((await session.run(['apps:exists', 'shop'])).status).to.equal(20);
  });

  for (const words of [
    ['--force', 'apps:destroy', 'shop'],
    ['apps:destroy', '--force', 'shop'],
    ['apps:destroy', 'shop', '--force'],
  ]) {
    it(`destroys without a confirmation: ${words.join(' ')}`, async () => {
      await session.run(['apps:create', 'shop']);
      expect(await session.run(words)).to.deep.equal({
        text: '-----> Destroying shop...\n',
        status: 0,
      });
      expect((await session.run(['apps:exists', 'shop'])).status).to.equal(20);
    });
  }

  /** Creates the files that a push and a registry login leave. */
  function writeFiles(app: string): void {
    const root = join(session.root, 'dokku');
    for (const folder of [`repos/${app}.git`, `builds/${app}`, `docker/apps/${app}`]) {
      mkdirSync(join(root, folder), { recursive: true });
      writeFileSync(join(root, folder, 'mark'), app);
    }
  }

  function mark(folder: string): string | undefined {
    const file = join(session.root, 'dokku', folder, 'mark');
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  }

  it('deletes all files of a destroyed app', async () => {
    await session.run(['apps:create', 'shop']);
    writeFiles('shop');
    await session.run(['--force', 'apps:destroy', 'shop']);
    expect([mark('repos/shop.git'), mark('builds/shop'), mark('docker/apps/shop')]).to.deep.equal([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('renames an app with all its data', async () => {
    await session.play(`
      $ dokku domains:add-global example.com
      -----> Added example.com
      $ dokku apps:create shop
      -----> Creating shop...
             It will be available at shop.example.com
      $ dokku config:set shop A=1
      -----> Setting config vars
             A:  1
      $ dokku domains:add shop www.shop.example
      -----> Added www.shop.example to shop
    `);
    writeFiles('shop');
    await session.play(`
      $ dokku apps:rename shop store
      -----> Renaming shop to store
      $ dokku apps:exists shop
       !     App shop does not exist
       !     List the apps with: dokku apps:list · create the app with: dokku apps:create shop
      [exit 20]
      $ dokku config:get store A
      1
      $ dokku domains:report store --domains-app-vhosts
      store.example.com www.shop.example
      $ dokku apps:rename nobody other
       !     App nobody does not exist
       !     List the apps with: dokku apps:list · create the app with: dokku apps:create nobody
      [exit 20]
      $ dokku apps:create shop
      -----> Creating shop...
             It will be available at shop.example.com
      $ dokku apps:rename shop store
       !     App store already exists
       !     Choose another name, or push to the existing app: git push <remote> · or destroy the app: dokku apps:destroy store
      [exit 1]
    `);
    expect([mark('repos/store.git'), mark('builds/store'), mark('docker/apps/store')]).to.deep.equal(
      Array(3).fill('shop'),
    );
    expect(mark('repos/shop.git')).to.equal(undefined);
  });

  it('finishes a rename that a crash interrupted, and reserves the old name until then', async () => {
    await session.run(['apps:create', 'shop']);
    writeFiles('shop');
    const store = Store.open(environmentFrom({ DOKKU_ROOT: join(session.root, 'dokku') }, '/'));
    store.transaction(() => {
      store.apps.rename('shop', 'store');
      store.properties.set('store', 'apps', 'renamed-from', 'shop');
    });
    store.close();
    await session.play(`
      $ dokku apps:create shop
       !     The name shop is still reserved: the rename of shop to store is not finished
       !     Finish the rename: dokku apps:rename shop store
      [exit 1]
      $ dokku apps:rename shop store
      -----> Finishing the rename of shop to store
      $ dokku apps:create shop
      -----> Creating shop...
    `);
    expect(mark('repos/store.git')).to.equal('shop');
    expect(mark('repos/shop.git')).to.equal(undefined);
  });

  it('clones an app without its domains, history and state secrets', async () => {
    await session.play(`
      $ dokku apps:create shop
      -----> Creating shop...
      $ dokku config:set shop A=1
      -----> Setting config vars
             A:  1
      $ dokku domains:add shop www.shop.example
      -----> Added www.shop.example to shop
      $ dokku ports:set shop http:80:3000 https:443:3000
      $ dokku ps:scale shop web=2 worker=1
      -----> Scaling shop processes: web=2 worker=1
      $ dokku registry:set shop image-repo me/shop
      =====> Setting image-repo to me/shop
      $ dokku git:set shop deploy-branch live
      =====> Setting deploy-branch to live
    `);
    await session.run(['git:initialize', 'shop']);
    writeFiles('shop');
    await session.play(`
      $ dokku apps:clone shop staging
      -----> Cloning shop to staging
      $ dokku config:get staging A
      1
      $ dokku domains:report staging --domains-app-vhosts
      $ dokku ports:report staging --ports-map
      http:80:3000
      $ dokku ps:scale staging --format json
      [{"process_type":"web","quantity":2},{"process_type":"worker","quantity":1}]
      $ dokku registry:report staging --registry-image-repo
      $ dokku git:report staging --git-deploy-branch
      live
      $ dokku apps:clone --ignore-existing shop staging
       !     App staging already exists; nothing was changed
      $ dokku apps:clone shop staging
       !     App staging already exists
       !     Choose another name, or push to the existing app: git push <remote> · or destroy the app: dokku apps:destroy staging
      [exit 1]
    `);
    expect(existsSync(join(session.root, 'dokku/repos/staging.git/HEAD'))).to.equal(true);
    expect([mark('builds/staging'), mark('docker/apps/staging')]).to.deep.equal([undefined, 'shop']);
  });

  it('gives a new app no data of a destroyed app with the same name', async () => {
    writeFiles('shop');
    await session.run(['apps:create', 'shop']);
    expect(mark('repos/shop.git')).to.equal(undefined);
  });

  it('locks an app, and names the holder of the lock that it removes', async () => {
    await session.run(['apps:create', 'shop']);
    await session.play(`
      $ dokku apps:unlock shop
       !     shop has no deploy lock
       !     Deploy the app with: git push dokku main
      [exit 1]
      $ dokku apps:locked shop
      [exit 1]
      $ dokku apps:lock shop
      -----> Deploy lock created
      $ dokku apps:locked shop
      Deploy lock exists: locked by ${userInfo().username}
      $ dokku apps:unlock shop
       !     Removing the deploy lock of shop
       !     The lock was set with apps:lock by ${userInfo().username}
      -----> Deploy lock removed
    `);
  });

  it('reports the properties of apps', async () => {
    await session.play(`
      $ dokku apps:create shop
      -----> Creating shop...
      $ dokku apps:set --global disable-autocreation true
      =====> Setting disable-autocreation to true
      $ dokku apps:set shop disable-autocreation true
       !     The property disable-autocreation can only be set globally
       !     Set the property with: dokku apps:set --global disable-autocreation <value>
      [exit 1]
      $ dokku apps:set shop deploy-source docker-image
      =====> Setting deploy-source to docker-image
      $ dokku apps:report shop --app-deploy-source --app-locked --app-global-disable-autocreation
      docker-image
      false
      true
      $ dokku apps:report shop --app-nope
       !     Invalid flag passed: --app-nope, valid flags: --app-created-at, --app-deploy-source, --app-deploy-source-metadata, --app-dir, --app-global-disable-autocreation, --app-locked
      [exit 1]
      $ dokku apps:report shop --formt json
       !     Invalid flag passed: --formt json, valid flags: --app-created-at, --app-deploy-source, --app-deploy-source-metadata, --app-dir, --app-global-disable-autocreation, --app-locked
       !     Did you mean --format?
      [exit 1]
      $ dokku apps:report shop blog
       !     Too many arguments: blog
       !     Usage: dokku apps:report [--format FORMAT] [app|--global]
       !     More: dokku help apps:report
      [exit 1]
    `);
    const { text } = await session.run(['apps:report', 'shop', '--format', 'json']);
    const report = JSON.parse(text);
    expect(report).to.include({
      locked: 'false',
      'app-locked': 'false',
      dir: join(session.root, 'dokku/repos/shop.git'),
    });
    expect(Number(report['created-at'])).to.be.closeTo(Date.now() / 1000, 60);
  });
});
