import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../core/environment.ts';
import { identityOf, isAlive } from './process.ts';

/** The private folder of one piece of work. It is deleted when the work has finished or failed. */
export interface WorkFolder extends Disposable {
  path: string;
}

const ownerFile = 'owner.json';

/** `name` is a `sortableId`. */
export function openWorkFolder(environment: Environment, name: string): WorkFolder {
  const path = join(environment.work, name);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  writeFileSync(join(path, ownerFile), JSON.stringify(identityOf(process.pid)), { mode: 0o600 });
  return {
    path,
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** Deletes the folders of processes that died before they deleted them. */
export function sweepWorkFolders(environment: Environment): void {
  for (const name of namesIn(environment.work)) {
    const path = join(environment.work, name);
    if (!isOwnerAlive(path)) rmSync(path, { recursive: true, force: true });
  }
}

function isOwnerAlive(path: string): boolean {
  try {
    return isAlive(JSON.parse(readFileSync(join(path, ownerFile), 'utf8')));
  } catch {
    // The folder is being created right now, or its owner died before it wrote its identity.
    return youngerThanAMinute(path);
  }
}

function youngerThanAMinute(path: string): boolean {
  // The name begins with the time of its creation, see `sortableId`.
  const made = Number.parseInt(path.split('/').at(-1)!.slice(0, 9), 36);
  return Date.now() - made < 60_000;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
