import { randomFillSync } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Installation, type User } from './harness.ts';
import { memoryOf, processesOf, until } from './until.ts';

/**
 * More than a server needs: a server that kept the received data in memory would exceed it. scripts/bench measures the
 * actual use.
 */
const pushedMegabytes = 300;

describe('the memory of the server', () => {
  let dokku: Installation;
  let alice: User;
  let serverPid: number;

  before(async () => {
    dokku = await Installation.start();
    alice = await dokku.addUser('alice');
    await dokku.dokku('apps:create', 'shop');
    serverPid = Number(dokku.log.find(({ msg }) => msg === 'listening')!.pid);
  });
  after(() => dokku.stop());

  const workers = () =>
    [...processesOf(dokku.root)].filter(([pid]) => processesOf('DOKKU_WORKER=1').has(pid));

  it('has its two spare workers again after 20 sessions were lost', async () => {
    const sessions = Array.from({ length: 20 }, () => {
      const words = [...dokku.sshOptions(alice), 'dokku@127.0.0.1', '--', 'apps:destroy shop'];
      const session = dokku.spawn('ssh', words, { buffer: false, stdin: 'pipe' });
      let seen = '';
      session.all!.on('data', (chunk: Buffer) => {
        seen += chunk;
      });
      return { session, asks: () => seen.includes('> ') };
    });
    await until('all of them ask', () => sessions.every(({ asks }) => asks()), 300_000);
    for (const { session } of sessions) session.kill('SIGKILL');
    await until('their workers have gone', () => workers().length === 2);
  });

  describe(`while ${pushedMegabytes} MB are pushed`, () => {
    let folder: string;
    let token: string;

    before(async () => {
      folder = await dokku.makeRepository('large', { 'README.md': 'large\n' });
      for (const setting of ['core.compression=0', 'core.bigFileThreshold=1m'])
        await dokku.run('git', ['-C', folder, 'config', ...setting.split('=')]);
      writeNoise(join(folder, 'noise'), pushedMegabytes);
      await dokku.commit(folder, {});
      token = (await dokku.dokku('tokens:create', 'alice')).stdout;
    });

    for (const transport of ['SSH', 'HTTP'] as const) {
      it(`grows by less than that over ${transport}, and so does the memory of the receiving processes`, async () => {
        const app = `large-${transport.toLowerCase()}`;
        await dokku.dokku('apps:create', app);
        await dokku.dokku('git:set', app, 'deploy-branch', 'release');
        const remote = transport === 'SSH' ? dokku.remote(app) : dokku.httpRemote(app, token);
        const before = memoryOf(serverPid).highest;
        let serving = 0;
        const watch = setInterval(() => {
          for (const [pid, line] of processesOf(dokku.root))
            if (/main\.mjs$|receive-pack|unpack-objects|index-pack/.test(line))
              serving = Math.max(serving, peak(pid));
        }, 200);
        const said = await dokku.git(alice, folder, ['push', remote, 'main']);
        clearInterval(watch);
        expect(said.status, said.all).to.equal(0);
        expect(memoryOf(serverPid).highest - before, 'MB of the server').to.be.below(pushedMegabytes);
        expect(serving, 'MB of the largest process that receives it').to.be.within(1, pushedMegabytes);
      });
    }
  });
});

function peak(pid: number): number {
  try {
    return memoryOf(pid).highest;
  } catch {
    return 0;
  }
}

/** Writes a file that does not compress. */
function writeNoise(file: string, megabytes: number): void {
  const target = openSync(file, 'w');
  const block = new Uint8Array(1024 * 1024);
  for (let count = 0; count < megabytes; count++) writeSync(target, randomFillSync(block));
  closeSync(target);
}
