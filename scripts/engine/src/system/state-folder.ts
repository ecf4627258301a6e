import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EngineError } from './errors.ts';
import { writeFile } from './files.ts';

const marker = '.dokku-engine';

/** Makes the state folder, or makes sure that it is one: `reset` deletes it with all that is in it. */
export function claim(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0) return refuseForeign(folder);
  writeFile(join(folder, marker), 'Made by the engine; `engine reset` deletes this folder.\n');
}

export function remove(folder: string): void {
  if (!existsSync(folder)) return;
  refuseForeign(folder);
  // The marker goes last, so that an interrupted removal can be gone on with.
  for (const name of readdirSync(folder).filter((entry) => entry !== marker)) {
    rmSync(join(folder, name), { recursive: true, force: true });
  }
  rmSync(folder, { recursive: true, force: true });
}

export function refuseForeign(folder: string): void {
  if (!existsSync(folder) || existsSync(join(folder, marker))) return;
  throw new EngineError(`${folder} was not made by the engine, which would delete it one day`, {
    hint: 'choose another folder with DOKKU_ENGINE_STATE',
  });
}
