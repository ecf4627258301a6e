import { cpSync, globSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Age at which the chunks of an older bundle are deleted. */
const maxChunkAgeMs = 7 * 24 * 3600 * 1000;

/**
 * Replaces the bundle while commands run. The entry file is replaced atomically. The names of chunks contain a hash of
 * their content, so the old chunks are kept for processes that still load them.
 */
export function replaceBundle(outdir: string, fresh: string): void {
  const chunks = join(outdir, 'chunks');
  mkdirSync(chunks, { recursive: true });
  cpSync(join(fresh, 'chunks'), chunks, { recursive: true });
  for (const file of ['main.mjs.map', 'main.mjs']) renameSync(join(fresh, file), join(outdir, file));
  const present = new Set(globSync(join(fresh, 'chunks/*')).map((file) => basename(file)));
  for (const file of globSync(join(chunks, '*'))) {
    if (!present.has(basename(file)) && Date.now() - statSync(file).mtimeMs > maxChunkAgeMs) rmSync(file);
  }
  rmSync(fresh, { recursive: true });
}
