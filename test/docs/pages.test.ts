import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWithEngine } from '../cluster/engine-only.ts';
import { needsOf, stepsOf } from './markdown.ts';
import { type Place, Reader } from './reader.ts';

const folder = join(import.meta.dirname, '../../docs');

/** Where the reader of a page works. Other pages are for users who push, on a laptop. */
const places: Record<string, Place> = { 'operations.md': 'server', 'development.md': 'clone' };

for (const name of readdirSync(folder).filter((file) => file.endsWith('.md'))) {
  const page = readFileSync(join(folder, name), 'utf8');
  const steps = stepsOf(page);
  if (!steps.some(({ kind }) => kind === 'console')) continue;

  const needs = needsOf(page);
  const title = `docs/${name}`;
  const suite = (body: () => void) =>
    needs.length > 0
      ? describeWithEngine(title, `${needs.join(', ')} of the engine`, body)
      : describe(title, body);

  suite(() => {
    let reader: Reader;
    let failed = false;

    before(async function () {
      // An add-on may have to be compiled.
      this.timeout(600_000);
      reader = await Reader.start(places[name] ?? 'laptop', needs);
    });
    after(() => reader?.leave());

    for (const step of steps) {
      it(`line ${step.line} does what it shows`, async function () {
        // Skips the rest of a page after its first failure, because later steps depend on earlier ones. Otherwise,
        // follow-up failures would hide the first one. The run still fails.
        if (failed) this.skip();
        failed = true;
        await reader.take(step);
        failed = false;
      });
    }
  });
}
