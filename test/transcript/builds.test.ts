import { expect } from 'chai';
import { environmentFrom } from '../../src/core/environment.ts';
import { identityOf } from '../../src/exec/process.ts';
import { Store } from '../../src/state/store.ts';
import { Session } from './transcript.ts';

describe('builds:*', () => {
  let session: Session;
  before(async () => {
    session = new Session();
    await session.run(['apps:create', 'shop']);
    const store = Store.open(environmentFrom({ DOKKU_ROOT: `${session.root}/dokku` }, '/nowhere'));
    for (const id of ['first', 'second']) {
      const build = {
        id,
        app: 'shop',
        kind: 'build',
        source: 'git-push',
        author: 'alice',
        commit: undefined,
      } as const;
      store.builds.start({ ...build, ...identityOf(process.pid)!, startedAt: 1_700_000_000_000 });
      store.builds.finish(id, { status: 'succeeded', exitCode: 0 });
    }
    store.close();
  });
  after(() => session.end());

  it('are shown one by one, with the reason and the log of each', async () => {
    const { text } = await session.run(['builds:info', 'shop', 'first']);
    expect(text)
      .to.match(/^=====> shop build first\n {7}Id: +first\n/)
      .and.match(/^ {7}Display status: +succeeded$/m)
      .and.match(/^ {7}Started at: +2023-11-14T22:13:20.000Z$/m);
    const json = JSON.parse((await session.run(['builds:info', 'shop', 'first', '--format', 'json'])).text);
    expect(json).to.include({ started_at: 1_700_000_000, status: 'succeeded' });
  });

  it('are not removed by an invalid number', async () => {
    await session.play(`
      $ dokku builds:prune shop --keep -1
       !     --keep must be at least 0; got "-1"
      [exit 1]
      $ dokku builds:prune shop --keep 1
      -----> Removed 1 build of shop
    `);
    expect((await session.run(['builds:list', 'shop'])).text).to.match(/second/);
  });
});
