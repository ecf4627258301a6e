import { mkdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../settings.ts';
import { run } from '../system/run.ts';

const gigabyte = 1024 ** 3;
/** Go's module and build caches hold about this much when everything has been compiled. */
const comfortable = 32 * gigabyte;

export function freeBytes(path: string): number {
  mkdirSync(path, { recursive: true });
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize;
}

export function isTight(settings: Settings): boolean {
  return process.env.DOKKU_ENGINE_LOW_DISK === '1' || freeBytes(settings.cache) < comfortable;
}

/** On a small disk Go gets caches of the engine's own, which are deleted after each program. */
export function goEnvironment(settings: Settings, tight: boolean): NodeJS.ProcessEnv {
  if (!tight) return { ...process.env };
  const folder = join(settings.cache, '.go');
  return { ...process.env, GOMODCACHE: join(folder, 'mod'), GOCACHE: join(folder, 'build') };
}

export async function dropGoCaches(settings: Settings, tight: boolean): Promise<void> {
  if (!tight) return;
  // Module folders are read-only, which `go clean` knows how to undo.
  await run('go', ['clean', '-modcache'], { env: goEnvironment(settings, true) });
  rmSync(join(settings.cache, '.go'), { recursive: true, force: true });
}
