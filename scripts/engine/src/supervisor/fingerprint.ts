import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../build/cache.ts';
import { programs } from '../build/programs.ts';
import type { Settings } from '../settings.ts';
import { readText, writeFile } from '../system/files.ts';

/** Everything that the running processes were started with, in one text. */
function fingerprint(settings: Settings): string {
  const folders = programs.filter(({ addon }) => !addon).map((program) => cacheFolder(settings, program));
  return JSON.stringify({ settings, folders, components: componentsHash() }, null, 2);
}

/** Changes with the arguments, files and variables of components: with what writes them. */
function componentsHash(): string {
  const hash = createHash('sha256');
  for (const folder of [join(import.meta.dirname, '..', 'components'), import.meta.dirname])
    for (const file of readdirSync(folder).sort())
      hash.update(`${file}\0`).update(readFileSync(join(folder, file)));
  return hash.digest('hex');
}

export function noteFingerprint(settings: Settings): void {
  writeFile(join(settings.paths.run, 'started-with.json'), fingerprint(settings));
}

/** Whether what runs is what would be started now. */
export function runsAsWanted(settings: Settings): boolean {
  return readText(join(settings.paths.run, 'started-with.json')) === fingerprint(settings);
}
