import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Settings } from '../settings.ts';
import type { Program } from './program.ts';
import { program } from './programs.ts';

const modules = join(import.meta.dirname, '..', '..', 'modules');

export function moduleFolder(wanted: Program): string {
  return join(modules, wanted.name);
}

export function linkerFlags(wanted: Program): string {
  return ['-s -w', ...(wanted.ldflags ?? [])].join(' ');
}

/** Changes with the sources and the flags, so that an old binary is never taken for the wanted one. */
function contentHash(wanted: Program): string {
  const hash = createHash('sha256');
  const folder = moduleFolder(wanted);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  for (const path of files.map((file) => join(file.parentPath, file.name)).sort()) {
    hash.update(`${relative(folder, path)}\0`).update(readFileSync(path));
  }
  const { binaries, tags, cgo, files: kept, substitutes } = wanted;
  hash.update(JSON.stringify([binaries, tags, cgo, kept, substitutes, linkerFlags(wanted)]));
  return hash.digest('hex').slice(0, 12);
}

/** Where a program's binaries and files are, or will be. */
export function cacheFolder(settings: Settings, wanted: Program): string {
  return join(settings.cache, `${wanted.name}-${wanted.version}-${contentHash(wanted)}`);
}

/** The folder appears by one rename when everything in it is complete. */
export function isBuilt(settings: Settings, wanted: Program): boolean {
  return existsSync(cacheFolder(settings, wanted));
}

export function binary(settings: Settings, name: string, file = name): string {
  return join(cacheFolder(settings, program(name)), file);
}
