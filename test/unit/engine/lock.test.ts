import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { withLock } from '../../../scripts/engine/src/build/lock.ts';
import { record } from '../../../scripts/engine/src/system/processes.ts';

describe('the lock of a folder of the engine', () => {
  const folder = mkdtempSync(join(tmpdir(), 'engine-lock-'));
  const path = join(folder, '.lock');
  const { write } = process.stdout;
  let printed: string;
  beforeEach(() => {
    printed = '';
    process.stdout.write = ((text: string) => {
      printed += text;
      return true;
    }) as typeof write;
  });
  afterEach(() => {
    process.stdout.write = write;
  });
  after(() => rmSync(folder, { recursive: true }));

  it('of a dead process is taken at once, without a message', async () => {
    const holder = spawn('sleep', ['60']);
    await once(holder, 'spawn');
    writeFileSync(path, JSON.stringify(record(holder.pid!)));
    holder.kill();
    await once(holder, 'exit');
    expect(await withLock(folder, async () => 'done')).to.equal('done');
    expect(printed).to.equal('');
    expect(existsSync(path)).to.equal(false);
  });

  it('is waited for while its process lives, and a message names the folder', async () => {
    const events: string[] = [];
    const release = Promise.withResolvers<void>();
    const first = withLock(folder, async () => {
      events.push('first begins');
      await release.promise;
      events.push('first ends');
    });
    const second = withLock(folder, async () => void events.push('second'));
    expect(printed).to.equal(`       Another engine command uses ${folder}: waiting until it has finished\n`);
    release.resolve();
    await Promise.all([first, second]);
    expect(events).to.deep.equal(['first begins', 'first ends', 'second']);
  });
});
