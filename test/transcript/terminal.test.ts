import { expect } from 'chai';
import { Installation, type User } from './harness.ts';
import { until } from './until.ts';

describe('a session with a terminal', () => {
  let dokku: Installation;
  let alice: User;

  before(async () => {
    dokku = await Installation.start();
    alice = await dokku.addUser('alice');
    await dokku.dokku('apps:create', 'shop');
  });
  after(() => dokku.stop());

  /** `ssh -tt` requests a terminal even when its own input is not a terminal. */
  const terminal = (command: string) => {
    const session = dokku.spawn(
      'ssh',
      [...dokku.sshOptions(alice), '-tt', 'dokku@127.0.0.1', '--', command],
      {
        buffer: false,
      },
    );
    const seen = { text: '' };
    session.all!.on('data', (chunk: Buffer) => {
      seen.text += chunk;
    });
    return { session, seen };
  };

  it('ends lines with CR and LF', async () => {
    const { session, seen } = terminal('apps:list');
    await session;
    expect(seen.text).to.equal('=====> My Apps\r\nshop\r\n');
  });

  it('echoes typed characters, erases with backspace, and passes lines to the command', async () => {
    const { session, seen } = terminal('apps:destroy shop');
    await until('the prompt appears', () => seen.text.includes('> '));
    session.stdin!.write('shopp\u007f\r');
    const end = await session;
    expect(end.exitCode, seen.text).to.equal(0);
    expect(seen.text).to.contain('> shopp\b \b\r\n');
    expect((await dokku.dokku('apps:exists', 'shop')).status).to.equal(20);
  });

  it('stops the command on Ctrl-C', async () => {
    await dokku.dokku('apps:create', 'kept');
    const { session, seen } = terminal('apps:destroy kept');
    await until('the prompt appears', () => seen.text.includes('> '));
    session.stdin!.write('\u0003');
    expect((await session).exitCode).to.equal(130);
    expect((await dokku.dokku('apps:exists', 'kept')).status).to.equal(0);
  });
});
