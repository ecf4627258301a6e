import { addons } from '../addons/table.ts';
import { buildMissing } from '../build/build.ts';
import { withLock } from '../build/lock.ts';
import { program } from '../build/programs.ts';
import { makeProgramImages } from '../images/program-images.ts';
import { needsRoot } from '../preflight/root.ts';
import type { Settings } from '../settings.ts';
import { readStatus } from '../supervisor/status.ts';
import { EngineError } from '../system/errors.ts';
import { detail, seconds, step } from '../system/output.ts';

export async function run(settings: Settings, names: string[]): Promise<number> {
  const known = addons.map(({ name, summary }) => `${name}: ${summary}`).join('\n  ');
  const wanted = names.map((name) => addons.find((addon) => addon.name === name));
  if (wanted.length === 0 || wanted.includes(undefined)) {
    throw new EngineError(`Name one or more add-ons:\n  ${known}`);
  }
  needsRoot();
  if (!readStatus(settings)) {
    throw new EngineError('The cluster is not running', { hint: 'run scripts/engine/engine up' });
  }
  await buildMissing(settings, names.map(program));
  await withLock(settings.state, async () => {
    for (const addon of wanted) {
      if (!addon) continue;
      const started = Date.now();
      step(`Installing ${addon.name}`);
      await makeProgramImages(settings, program(addon.name));
      await addon.install(settings);
      detail(`${addon.name.padEnd(26)} ready  ${seconds(started)}`);
    }
  });
  return 0;
}
