import { expect } from 'chai';
import { Session } from './transcript.ts';

describe('config:*', () => {
  let session: Session;
  beforeEach(async () => {
    session = new Session();
    await session.run(['apps:create', 'shop']);
  });
  afterEach(() => session.end());

  it('sets, shows and removes variables', () =>
    session.play(`
      $ dokku config:set shop NODE_ENV=production 'GREETING=hello world' WORKERS=4
      -----> Setting config vars
             NODE_ENV:  production
             GREETING:  hello world
             WORKERS:   4
      $ dokku config shop
      =====> shop env vars
      GREETING:  hello world
      NODE_ENV:  production
      WORKERS:   4
      $ dokku config:keys shop
      GREETING
      NODE_ENV
      WORKERS
      $ dokku config:unset shop WORKERS NOPE
      -----> Unsetting WORKERS
      -----> Skipping NOPE, it is not set in the environment
      $ dokku config:clear shop
      -----> Unsetting GREETING
      -----> Unsetting NODE_ENV
      $ dokku config:show shop --format json
      {}
    `));

  it('shows a secret only on request', () =>
    session.play(`
      $ dokku config:set shop DB_PASSWORD=hunter2hunter2
      -----> Setting config vars
             DB_PASSWORD:  *******
      $ dokku config:get shop DB_PASSWORD
      hunter2hunter2
      $ dokku config:show shop
      =====> shop env vars
      DB_PASSWORD:  hunter2hunter2
    `));

  it('hides the secret part of a variable, and neither words nor addresses', () =>
    session.play(`
      $ dokku config:set shop NEXTAUTH_URL=http://shop.example AUTHOR=someone DATABASE_URL=postgres://shop:hunter2hunter2@db/shop
      -----> Setting config vars
             NEXTAUTH_URL:  http://shop.example
             AUTHOR:        someone
             DATABASE_URL:  postgres://shop:*******@db/shop
    `));

  it('exits with 1 and prints nothing for a variable that is not set', () =>
    session.play(`
      $ dokku config:get shop NOPE
      [exit 1]
      $ dokku config:get nobody NOPE
       !     App nobody does not exist
       !     List the apps with: dokku apps:list · create the app with: dokku apps:create nobody
      [exit 20]
    `));

  it('stores nothing when one pair is invalid', () =>
    session.play(`
      $ dokku config:set shop GOOD=1 2BAD=x nothing PORT=http
       !     Invalid config vars; nothing was changed
       !       2BAD is not a valid name: use letters, digits and _, and no digit first
       !       nothing is not of the form KEY=value
       !       PORT must be a number from 1 to 65535, because web listens on this port; got "http"
       !     Write each as KEY=value; over SSH, quote values with spaces twice: ssh dokku@host 'config:set app KEY="a b"'
      [exit 1]
      $ dokku config:keys shop
      $ dokku config:set shop
       !     Please specify <pair>
       !       KEY=value, one or more
       !     Usage: dokku config:set [--no-restart] [--no-wait] [--encoded] <app|--global> <pair…>
      [exit 1]
      $ dokku config
       !     Please specify an app, or --global
       !       Name of the app, or --global
       !     Usage: dokku config [--merged] [--format FORMAT] <app|--global>
      [exit 1]
    `));

  it('lets apps inherit global variables', () =>
    session.play(`
      $ dokku config:set --global TZ=UTC A=all
      -----> Setting config vars
             TZ:  UTC
             A:   all
             Apps get the change at their next deploy or restart
      $ dokku config:set --no-restart shop A=one
      -----> Setting config vars
             A:  one
      $ dokku config --global
      =====> global env vars
      A:   all
      TZ:  UTC
      $ dokku config:show shop --merged
      =====> shop env vars
      A:   one
      TZ:  UTC
      $ dokku config:export --merged shop
      export A='one'
      export TZ='UTC'
    `));

  it('accepts --global in any place, but not together with an app', () =>
    session.play(`
      $ dokku config:set TZ=UTC --global
      -----> Setting config vars
             TZ:  UTC
             Apps get the change at their next deploy or restart
      $ dokku config:set shop --global TZ=CET
       !     Give either an app or --global, not both
       !     For this app: dokku config:set shop … · for all apps: dokku config:set --global …
       !     Usage: dokku config:set [--no-restart] [--no-wait] [--encoded] <app|--global> <pair…>
      [exit 1]
      $ dokku config:get TZ --global
      UTC
      $ dokku config:get shop TZ --global
       !     Give either an app or --global, not both
       !     For this app: dokku config:get shop … · for all apps: dokku config:get --global …
       !     Usage: dokku config:get [--quoted] <app|--global> <key>
      [exit 1]
    `));

  it('accepts values in base64, and prints them for a shell', () =>
    session.play(`
      $ dokku config:set --encoded shop MOTTO=aXQncyBmaW5l
      -----> Setting config vars
             MOTTO:  it's fine
      $ dokku config:get --quoted shop MOTTO
      'it'\\''s fine'
      $ dokku config:export shop --format=json
      {"MOTTO":"it's fine"}
      $ dokku config:export shop --format xml
       !     Flag --format must be one of exports, envfile, shell, json, json-list, docker-args, docker-args-keys, pack-keys, pretty; got "xml"
       !     Usage: dokku config:export [--merged] [--format FORMAT] <app|--global>
       !     More: dokku help config:export
      [exit 1]
    `));

  it('refuses values that it could not store unchanged', async () => {
    await session.play(`
      $ dokku config:set --encoded shop A=QR== B=/w== C=AGE= D=QUI
       !     Invalid config vars; nothing was changed
       !       The value of A is not base64 of UTF-8 text
       !       The value of B is not base64 of UTF-8 text
       !       The value of C contains a NUL byte
       !       The value of D is not base64 of UTF-8 text
       !     Write each as KEY=value; over SSH, quote values with spaces twice: ssh dokku@host 'config:set app KEY="a b"'
      [exit 1]
      $ dokku config:set --encoded shop E=4oKs
      -----> Setting config vars
             E:  €
    `);
    const said = await session.run(['config:import', 'shop', '-'], Buffer.from([0x41, 0x3d, 0xff]));
    expect(said.text).to.match(/not valid UTF-8; nothing was changed/);
    expect((await session.run(['config:keys', 'shop'])).text).to.equal('E\n');
  });

  it('succeeds when the reader closes the output, and reports output that it cannot write', async () => {
    await session.run(['config:set', 'shop', 'A=1']);
    expect(await session.shell('dokku config:bundle shop | head -c 1; echo " ${PIPESTATUS[0]}"')).to.equal(
      'A 0\n',
    );
    for (const command of ['config:bundle shop', 'apps:list', 'help --all'])
      expect(await session.shell(`dokku ${command} > /dev/full; echo $?`), command).to.equal(
        ' !     Could not write the output: no space is left on the device\n' +
          ' !     The command may already have taken effect. Check before running it again with its output redirected elsewhere\n' +
          '1\n',
      );
    expect(await session.shell('dokku config:get shop A 2> /dev/full')).to.equal('1\n');
  });

  it('imports files with a byte-order mark', async () => {
    const inputs = {
      utf8: Buffer.from('\uFEFFGREETING=grüezi\r\n'),
      utf16: Buffer.from('\uFEFFGREETING=grüezi\r\n', 'utf16le'),
    };
    for (const input of Object.values(inputs)) {
      const { status, text } = await session.run(['config:import', 'shop', '-'], input);
      expect(status, text).to.equal(0);
      expect((await session.run(['config:get', 'shop', 'GREETING'])).text).to.equal('grüezi\n');
      await session.run(['config:clear', 'shop']);
    }
    const json = Buffer.from('\uFEFF{"GREETING": "hi"}');
    const { status, text } = await session.run(['config:import', 'shop', '-', '--format', 'json'], json);
    expect(status, text).to.equal(0);
  });

  it('imports files', async () => {
    await session.play(
      `
      $ dokku config:set shop OLD=1
      -----> Setting config vars
             OLD:  1
      $ dokku config:import --replace shop -
      -----> Unsetting OLD
      -----> Setting config vars
             A:  1
             B:  two\\nlines
    `,
      '# a comment\nexport A=1\nB="two\\nlines"\n',
    );
    await session.play(
      `
      $ dokku config:import --format json shop -
       !     The value of B is not a string
       !     For example: {"NODE_ENV": "production"}
      [exit 1]
    `,
      '{"A": "2", "B": ["x"]}',
    );
    expect((await session.run(['config:get', 'shop', 'A'])).text).to.equal('1\n');
  });
});
