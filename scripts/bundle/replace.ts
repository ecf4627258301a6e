import { cpSync, globSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

const week = 7 * 24 * 3600 * 1000;

/**
 * Puts a new bundle in the place of the old one while commands run. The entry changes in one step and the names of the
 * other files tell their content, so those of the old bundle stay for the processes that still load from it.
 */
export function replaceBundle(outdir: string, fresh: string): void {
  const chunks = join(outdir, 'chunks');
  mkdirSync(chunks, { recursive: true });
  cpSync(join(fresh, 'chunks'), chunks, { recursive: true });
  for (const file of ['main.mjs.map', 'main.mjs']) renameSync(join(fresh, file), join(outdir, file));
  const present = new Set(globSync(join(fresh, 'chunks/*')).map((file) => basename(file)));
  for (const file of globSync(join(chunks, '*'))) {
    if (!present.has(basename(file)) && Date.now() - statSync(file).mtimeMs > week) rmSync(file);
  }
  rmSync(fresh, { recursive: true });
}
