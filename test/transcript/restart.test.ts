import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { environmentFrom } from '../../src/core/environment.ts';
import { sortableId } from '../../src/core/ids.ts';
import { identityOf } from '../../src/exec/process.ts';
import { Store } from '../../src/state/store.ts';
import { Installation } from './harness.ts';
import { holdLock } from './held-lock.ts';
import { processesOf, until } from './until.ts';

describe('a server that starts after all its processes were killed', () => {
  let dokku: Installation;
  const state = (...path: string[]) => join(dokku.root, 'state', ...path);

  before(async () => {
    dokku = await Installation.start({ flags: ['--workers', '1'] });
  });
  after(() => dokku.stop());

  it('marks deploys of dead processes as failed, and removes their work folders', async () => {
    await dokku.dokku('apps:create', 'shop');
    const id = sortableId();
    leaveDeploy('shop', id);
    await dokku.stopServer('SIGKILL');
    await dokku.startServer(['--workers', '1']);
    const [build] = JSON.parse((await dokku.dokku('builds:list', 'shop', '--format', 'json')).stdout);
    expect(build).to.include({ id, status: 'failed' });
    expect(existsSync(state('work', id))).to.equal(false);
  });

  /** Creates the record and the work folder that a killed deploy leaves. */
  function leaveDeploy(app: string, id: string): void {
    const dead = { ...identityOf(process.pid)!, startTicks: 1 };
    const store = Store.open(environmentFrom({ DOKKU_ROOT: state() }, ''));
    const more = { source: undefined, author: 'alice', commit: undefined, startedAt: Date.now() };
    store.builds.start({ id, app, kind: 'build', ...more, ...dead });
    store.close();
    mkdirSync(state('work', id, 'source'), { recursive: true });
    writeFileSync(state('work', id, 'owner.json'), JSON.stringify(dead));
  }

  it('removes the pusher records of dead HTTP pushes, and keeps those of running ones', async () => {
    const alice = await dokku.addUser('alice');
    const token = (await dokku.dokku('tokens:create', 'alice')).stdout;
    const folder = await dokku.makeRepository('work', { 'README.md': 'hello\n' });
    await dokku.dokku('apps:create', 'pushed');
    const letGo = holdLock(dokku, 'pushed');
    const words = ['-C', folder, 'push', '-o', 'wait', dokku.httpRemote('pushed', token), 'main'];
    const push = dokku.spawn('git', words, { env: dokku.variables() });
    const notes = () => (existsSync(state('pushers')) ? readdirSync(state('pushers')) : []);
    await until('the hook runs', () => notes().length === 1);
    await dokku.stopServer('SIGKILL');
    await push;
    await until('git has exited', () => ![...processesOf(state()).values()].some((line) => /git/.test(line)));
    expect(notes()).to.have.length(1);
    const own = { actor: { name: alice.name, via: 'http' }, git: identityOf(process.pid) };
    writeFileSync(state('pushers', `${process.pid}.json`), JSON.stringify(own));
    await dokku.startServer(['--workers', '1']);
    expect(notes()).to.deep.equal([`${process.pid}.json`]);
    letGo();
  });
});
