import { realpath } from 'node:fs/promises';
import { isAbsolute, sep } from 'node:path';

/** A relative path that cannot name anything above the folder it is joined to. */
export function isSafePath(path: string): boolean {
  return path !== '' && !isAbsolute(path) && !path.includes('\0') && !path.split('/').includes('..');
}

/** Whether `real`, a path without links, lies below `directory`. */
export async function isInside(directory: string, real: string): Promise<boolean> {
  const root = await realpath(directory);
  return real === root || real.startsWith(root + sep);
}

export function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
