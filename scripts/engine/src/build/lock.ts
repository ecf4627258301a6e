import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { detail } from '../system/output.ts';
import { alive, type ProcessRecord, record } from '../system/processes.ts';
import { waitFor } from '../system/wait.ts';

const oneHour = 3_600_000;

/** Runs one command at a time in this folder. The lock of a process that died is free. */
export async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, '.lock');
  if (!take(path)) {
    detail(`Another engine command uses ${folder}: waiting until it has finished`);
    await waitFor(`the release of ${path}`, () => take(path), { timeout: oneHour, interval: 500 });
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function take(path: string): boolean {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, JSON.stringify(record(process.pid)));
  try {
    // A link appears with its content, so nobody ever reads a lock that is still empty.
    return link(own, path) || (removeStale(path) && link(own, path));
  } finally {
    rmSync(own);
  }
}

function link(own: string, path: string): boolean {
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function removeStale(path: string): boolean {
  if (alive(owner(path))) return false;
  rmSync(path, { force: true });
  return true;
}

function owner(path: string): ProcessRecord | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProcessRecord;
  } catch {
    return undefined;
  }
}
