import { mkdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../settings.ts';
import { run } from '../system/run.ts';

const gigabyte = 1024 ** 3;
/** Go's module and build caches hold less than this when everything has been compiled. */
const bothCaches = 20 * gigabyte;

export function freeBytes(path: string): number {
  mkdirSync(path, { recursive: true });
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize;
}

export function isTight(settings: Settings): boolean {
  return process.env.DOKKU_ENGINE_LOW_DISK === '1' || freeBytes(settings.cache) < bothCaches;
}

/** On a small disk Go gets caches of the engine's own: modules are deleted after each program, the rest at the end. */
export function goEnvironment(settings: Settings, tight: boolean): NodeJS.ProcessEnv {
  if (!tight) return { ...process.env };
  const folder = ownCaches(settings);
  return { ...process.env, GOMODCACHE: join(folder, 'mod'), GOCACHE: join(folder, 'build') };
}

/** The next program downloads its modules again. What is compiled stays, because the next program shares most of it. */
export async function dropModules(settings: Settings): Promise<void> {
  // Module folders are read-only, which `go clean` can delete.
  await run('go', ['clean', '-modcache'], { env: goEnvironment(settings, true) });
}

export async function dropGoCaches(settings: Settings): Promise<void> {
  await dropModules(settings);
  rmSync(ownCaches(settings), { recursive: true, force: true });
}

function ownCaches(settings: Settings): string {
  return join(settings.cache, '.go');
}
