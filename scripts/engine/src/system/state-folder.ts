import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EngineError } from './errors.ts';
import { writeFile } from './files.ts';

const marker = '.dokku-engine';

/** Creates the state folder, or checks that it is one: `reset` deletes it with everything in it. */
export function claim(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0) return refuseForeign(folder);
  writeFile(join(folder, marker), 'The engine created this folder; `engine reset` deletes it.\n');
}

export function remove(folder: string): void {
  if (!existsSync(folder)) return;
  refuseForeign(folder);
  // The marker is deleted last, so that an interrupted removal can be continued.
  for (const name of readdirSync(folder).filter((entry) => entry !== marker)) {
    rmSync(join(folder, name), { recursive: true, force: true });
  }
  rmSync(folder, { recursive: true, force: true });
}

export function refuseForeign(folder: string): void {
  if (!existsSync(folder) || existsSync(join(folder, marker))) return;
  throw new EngineError(
    `${folder} is not a state folder of the engine: it is not empty, and \`engine reset\` would delete it`,
    {
      hint: 'choose another folder with DOKKU_ENGINE_STATE',
    },
  );
}
