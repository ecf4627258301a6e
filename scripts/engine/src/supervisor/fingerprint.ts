import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { cacheFolder } from '../build/cache.ts';
import { programs } from '../build/programs.ts';
import type { Settings } from '../settings.ts';
import { filesOf, readText, writeFile } from '../system/files.ts';

/** Everything that the running processes were started with, in one text. */
function fingerprint(settings: Settings): string {
  const folders = programs.filter(({ addon }) => !addon).map((program) => cacheFolder(settings, program));
  return JSON.stringify({ settings, folders, components: componentsHash() }, null, 2);
}

/** Changes with the arguments, files and variables of components: with what writes them. */
function componentsHash(): string {
  const files = [join(import.meta.dirname, '..', 'components'), import.meta.dirname].map(filesOf);
  return createHash('sha256').update(JSON.stringify(files)).digest('hex');
}

export function noteFingerprint(settings: Settings): void {
  writeFile(join(settings.paths.run, 'started-with.json'), fingerprint(settings));
}

/** Whether what runs is what would be started now. */
export function runsAsWanted(settings: Settings): boolean {
  return readText(join(settings.paths.run, 'started-with.json')) === fingerprint(settings);
}
