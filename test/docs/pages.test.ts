import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stepsOf } from './markdown.ts';
import { Reader } from './reader.ts';

const folder = join(import.meta.dirname, '../../docs');

/** The page for the person who runs the server is read there, all others at a laptop. */
const onServer = ['operations.md'];

/** What the cluster must have besides for a page. */
const addons: Record<string, string[]> = { 'certificates.md': ['cert-manager'] };

for (const name of readdirSync(folder).filter((file) => file.endsWith('.md'))) {
  const steps = stepsOf(readFileSync(join(folder, name), 'utf8'));
  if (!steps.some(({ kind }) => kind === 'console')) continue;

  describe(`docs/${name}`, () => {
    let reader: Reader;
    let failed = false;

    before(async function () {
      const needed = addons[name];
      if (needed) {
        this.timeout(600_000);
        execFileSync('scripts/engine/engine', ['addon', ...needed], { stdio: 'ignore' });
      }
      reader = await Reader.start(onServer.includes(name) ? 'server' : 'laptop');
    });
    after(() => reader?.leave());

    for (const step of steps) {
      it(`line ${step.line} does what it shows`, async function () {
        // What a page shows builds on what it showed before, so nothing after a mistake is worth a try.
        if (failed) this.skip();
        failed = true;
        await reader.take(step);
        failed = false;
      });
    }
  });
}
