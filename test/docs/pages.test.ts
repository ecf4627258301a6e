import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWithEngine } from '../cluster/engine-only.ts';
import { needsOf, stepsOf } from './markdown.ts';
import { type Place, Reader } from './reader.ts';

const folder = join(import.meta.dirname, '../../docs');

/** Where pages are read that are not for the person who pushes. */
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
        // Skipped only where the page has failed already: what it shows builds on what it showed before, and the
        // one failure must not be buried under those that follow from it. The run fails all the same.
        if (failed) this.skip();
        failed = true;
        await reader.take(step);
        failed = false;
      });
    }
  });
}
