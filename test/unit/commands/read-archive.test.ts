import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { maxArchiveBytes, readArchive } from '../../../src/commands/certs/read-archive.ts';

describe('an archive with a certificate', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dokku-untar-'));
  before(() => {
    writeFileSync(join(folder, 'server.crt'), 'c'.repeat(700));
    writeFileSync(join(folder, 'server.key'), '');
  });
  after(() => rmSync(folder, { recursive: true }));
  const tar = (...args: string[]) => execFileSync('tar', ['-C', folder, '-cf', '-', ...args]);

  for (const format of ['ustar', 'gnu', 'pax', 'v7']) {
    it(`is read in the format ${format}, gzipped or not`, async () => {
      for (const zip of [[], ['--gzip']]) {
        const files = await readArchive(tar(`--format=${format}`, ...zip, '.'));
        expect([...files.keys()].sort()).to.deep.equal(['./server.crt', './server.key']);
        expect(files.get('./server.crt')).to.equal('c'.repeat(700));
        expect(files.get('./server.key')).to.equal('');
      }
    });
  }

  for (const format of ['gnu', 'pax']) {
    it(`keeps the whole of a long file name in the format ${format}`, async () => {
      const name = `${'n'.repeat(150)}.crt`;
      writeFileSync(join(folder, name), 'long');
      const files = await readArchive(tar(`--format=${format}`, name));
      expect([...files]).to.deep.equal([[name, 'long']]);
    });
  }

  const refused = (archive: Buffer) =>
    readArchive(archive).then(
      () => 'was read',
      ({ message }) => message,
    );

  it('is refused when it is not an archive, or is cut off', async () => {
    for (const archive of [
      Buffer.from('no archive '.repeat(100)),
      tar('server.crt').subarray(0, 1024),
      Buffer.from([0x1f, 0x8b, 1, 2, 3]),
    ])
      expect(await refused(archive)).to.equal('Standard input is not a tar archive');
  });

  it('is refused when it unpacks to more than a certificate can need', async () => {
    expect(await refused(gzipSync(Buffer.alloc(2 * maxArchiveBytes)))).to.equal(
      'Standard input is not a tar archive',
    );
  });
});
