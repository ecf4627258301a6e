import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { renderCase } from './render-case.ts';

const cases = join(import.meta.dirname, 'cases');

/**
 * Each folder of cases/ is a repository and its settings; what they become is in expected.yaml, which is read in
 * review. `GOLDEN_UPDATE=1` writes it anew.
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
      if (process.env.GOLDEN_UPDATE === '1') writeFileSync(file, manifest);
      const expected = existsSync(file) ? readFileSync(file, 'utf8') : '';
      if (manifest !== expected)
        throw new Error(`\n${createTwoFilesPatch('expected', 'rendered', expected, manifest)}`);
    });
  }
});
