import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { renderCase } from './render-case.ts';

const cases = join(import.meta.dirname, 'cases');

/**
 * Each folder of cases/ is a repository with its settings. expected.yaml is the resulting manifest, which reviewers
 * read. `GOLDEN_UPDATE=1` rewrites the file. The test then fails with the difference from the last commit, so that
 * nobody mistakes an update for a passed test.
 */
describe('golden: repository and settings to manifest', () => {
  let workDir: string;
  beforeEach(async () => {
    workDir = await mkdtemp(join(tmpdir(), 'golden-'));
  });
  afterEach(() => rm(workDir, { recursive: true, force: true }));

  for (const name of readdirSync(cases).sort()) {
    it(name, async () => {
      const manifest = await renderCase(join(cases, name), workDir);
      const file = join(cases, name, 'expected.yaml');
      const update = process.env.GOLDEN_UPDATE === '1';
      const expected = update ? committed(file) : existsSync(file) ? readFileSync(file, 'utf8') : '';
      if (update) writeFileSync(file, manifest);
      if (manifest !== expected)
        throw new Error(`\n${createTwoFilesPatch('expected', 'rendered', expected, manifest)}`);
    });
  }
});

/** Returns the text of a file in the last commit; empty if the commit does not have the file. */
function committed(file: string): string {
  const { status, stdout } = spawnSync('git', ['show', `HEAD:./${basename(file)}`], {
    cwd: dirname(file),
    encoding: 'utf8',
  });
  return status === 0 ? stdout : '';
}
