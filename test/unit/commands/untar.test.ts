import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { untar } from '../../../src/commands/certs/untar.ts';

describe('an archive with a certificate', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dokku-untar-'));
  before(() => {
    writeFileSync(join(folder, 'server.crt'), 'c'.repeat(700));
    writeFileSync(join(folder, 'server.key'), '');
  });
  after(() => rmSync(folder, { recursive: true }));
  const tar = (...args: string[]) => execFileSync('tar', ['-C', folder, '-cf', '-', ...args]);

  for (const format of ['ustar', 'gnu', 'pax', 'v7']) {
    it(`is read in the format ${format}, gzipped or not`, () => {
      for (const zip of [[], ['--gzip']]) {
        const files = untar(tar(`--format=${format}`, ...zip, '.'));
        expect([...files.keys()].sort()).to.deep.equal(['./server.crt', './server.key']);
        expect(files.get('./server.crt')).to.equal('c'.repeat(700));
        expect(files.get('./server.key')).to.equal('');
      }
    });
  }

  it('is refused when it is none, or cut off', () => {
    expect(() => untar(Buffer.from('no archive '.repeat(100)))).to.throw(/no tar archive/);
    expect(() => untar(tar('server.crt').subarray(0, 1024))).to.throw(/no tar archive/);
    expect(() => untar(Buffer.from([0x1f, 0x8b, 1, 2, 3]))).to.throw(/no tar archive/);
  });
});
