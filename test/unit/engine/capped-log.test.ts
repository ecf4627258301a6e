import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { CappedLog } from '../../../scripts/engine/src/supervisor/capped-log.ts';

describe('log of a component', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'capped-log-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('never uses more than twice its limit', () => {
    const log = new CappedLog(join(folder, 'kubelet.log'), 1000);
    for (let line = 0; line < 500; line++) log.write(`line ${line}\n`);
    expect(readdirSync(folder).sort()).to.deep.equal(['kubelet.log', 'kubelet.log.1']);
    const size = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    expect(size).to.be.below(2200);
    expect(readFileSync(join(folder, 'kubelet.log'), 'utf8')).to.contain('line 499');
  });

  it('continues an existing file', () => {
    const path = join(folder, 'etcd.log');
    new CappedLog(path, 1000).write('before\n');
    new CappedLog(path, 1000).write('after\n');
    expect(readFileSync(path, 'utf8')).to.equal('before\nafter\n');
  });
});
