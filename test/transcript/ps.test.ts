import { expect } from 'chai';
import { Session } from './transcript.ts';

describe('ps:* for an app that was never deployed', () => {
  let session: Session;
  beforeEach(async () => {
    session = new Session();
    await session.run(['apps:create', 'shop']);
  });
  afterEach(() => session.end());

  it('sets the scale, and refuses an invalid scale as a whole', () =>
    session.play(`
      $ dokku ps:scale shop
      -----> Scaling for shop
      proctype: qty
      --------: ---
      web:  1
      $ dokku ps:scale shop web=2 worker=0
      -----> Scaling shop processes: web=2 worker=0
      $ dokku ps:scale shop web=2
      -----> shop already runs at that scale
      $ dokku ps:scale --format=json shop
      [{"process_type":"web","quantity":2},{"process_type":"worker","quantity":0}]
      $ dokku ps:scale shop web=3 worker=-1 Cron=1 web=4 x
       !     Invalid scale; nothing was changed
       !       The quantity of worker must be a whole number from 0 to 10000; got "-1"
       !       "Cron" is not a valid process type
       !       web has two quantities, 3 and 4
       !       x is not of the form process=quantity
       !     For example: dokku ps:scale <app> web=2 worker=1
      [exit 1]
      $ dokku ps:scale shop --format json
      [{"process_type":"web","quantity":2},{"process_type":"worker","quantity":0}]
    `));

  it('changes properties, also by the alias stop-timeout', () =>
    session.play(`
      $ dokku ps:set shop stop-timeout 60
      =====> Setting stop-timeout-seconds to 60
      $ dokku ps:set --global stop-timeout-seconds 45
      =====> Setting stop-timeout-seconds to 45
      $ dokku ps:report shop --ps-stop-timeout-seconds --ps-global-stop-timeout-seconds --ps-computed-stop-timeout-seconds
      60
      45
      60
      $ dokku ps:set shop stop-timeout-seconds
      =====> Unsetting stop-timeout-seconds
      $ dokku ps:report shop --ps-computed-stop-timeout-seconds
      45
      $ dokku ps:set shop restart-policy sometimes
       !     restart-policy must be no, always, unless-stopped, on-failure or on-failure:<number>; got "sometimes"
      [exit 1]
      $ dokku ps:set shop color blue
       !     Invalid property color
       !       Valid properties: dockerfile-start-cmd, procfile-path, restart-policy, restore, skip-deploy, start-cmd, stop-timeout-seconds
       !     Show all properties with: dokku help ps:set
      [exit 1]
      $ dokku ps:set --global start-cmd x
       !     The property start-cmd can only be set for an app
       !     Set the property with: dokku ps:set <app> start-cmd <value>
      [exit 1]
    `));

  it('reports without a request to the cluster', async () => {
    await session.play(`
      $ dokku ps:report shop --deployed --running --processes --restore --ps-can-scale
      false
      false
      0
      true
      true
    `);
    const { text } = await session.run(['ps:report', 'shop', '--format=json']);
    expect(JSON.parse(text)).to.include({
      deployed: 'false',
      running: 'false',
      'can-scale': 'true',
      'ps-can-scale': 'true',
    });
  });

  it('works on all apps, and names each app', async () => {
    await session.run(['apps:create', 'blog']);
    await session.play(`
      $ dokku ps:stop --all
             One app at a time; use --parallel N for more
       !     blog has not been deployed yet
       !     shop has not been deployed yet
      $ dokku ps:rebuild --all --parallel 1
      -----> Rebuilding blog
       !     blog has no commits on its deploy branch master
       !     Push the branch: git push dokku master
      -----> Rebuilding shop
       !     shop has no commits on its deploy branch master
       !     Push the branch: git push dokku master
       !     2 apps failed
       !       blog: blog has no commits on its deploy branch master
       !       shop: shop has no commits on its deploy branch master
      [exit 1]
      $ dokku ps:restart --all web
       !     Give either an app or --all, not both
       !     Usage: dokku ps:restart [--all] [--parallel N] [app] [process]
      [exit 1]
      $ dokku ps:restart
       !     Please specify an app, or --all
      [exit 1]
    `);
    const { text } = await session.run(['ps:start', '--all', '--parallel', '-1']);
    expect(text).to.match(/^ {7}\d+ apps at a time, one for each processor\n/);
  });

  it('enters only a deployed app, and lists the one-off commands of any app', () =>
    session.play(`
      $ dokku enter shop web
       !     shop has not been deployed yet
       !     Push the app: git push dokku main · or deploy an image: dokku git:from-image shop <image>
      [exit 1]
      $ dokku run:list shop
       !     No one-off commands of shop are running
      $ dokku run:list shop --format json
      []
      $ dokku run --concurrency-policy forbid shop ls
       !     --concurrency-policy requires --cron-id
       !     Add --cron-id with the id of a scheduled task. List the ids: dokku cron:list shop
      [exit 1]
      $ dokku run --cron-id nope shop
       !     shop has no scheduled task with the id nope
       !     List the tasks and their ids with: dokku cron:list shop
      [exit 1]
    `));

  it('accepts --format or an info flag, but not both', () =>
    session.play(`
      $ dokku ps:report shop --running --format json
       !     --format json and an info flag cannot be used together
      [exit 1]
      $ dokku ps:report shop --format xml
       !     Flag --format must be one of stdout, json; got "xml"
       !     Usage: dokku ps:report [--format FORMAT] [app|--global]
       !     More: dokku help ps:report
      [exit 1]
      $ dokku ps:report shop --format
       !     Flag --format needs a value
       !     Usage: dokku ps:report [--format FORMAT] [app|--global]
       !     More: dokku help ps:report
      [exit 2]
    `));
});
