import { realpath } from 'node:fs/promises';
import { isAbsolute, join, sep } from 'node:path';

/**
 * The boundary between a repository and the rest of the server. Users who push choose paths and commit links. Neither
 * may let them read files outside of the tree.
 */
export type Located =
  /** Absolute, without links. */
  | { path: string }
  /** `above`: the path itself leaves the folder with `..`. `link`: a symbolic link in the path leaves the folder. */
  | { problem: 'above' | 'link' | 'loop' | 'missing' };

/** The real location of `path` below `folder`. A link that points to nothing counts as missing. */
export async function locateInside(folder: string, path: string): Promise<Located> {
  const root = await realpath(folder);
  const wanted = join(root, path);
  if (path.includes('\0') || !isInside(root, wanted)) return { problem: 'above' };
  try {
    const real = await realpath(wanted);
    return isInside(root, real) ? { path: real } : { problem: 'link' };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ELOOP') return { problem: 'loop' };
    if (isMissing(error)) return { problem: 'missing' };
    throw error;
  }
}

/** Whether a path is a folder or lies below it. Both are absolute, normalized and without links. */
export function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** Whether a text is a relative path without `..`, and so names nothing above the folder that it is joined to. */
export function isPlainPath(path: string): boolean {
  return path !== '' && !isAbsolute(path) && !path.includes('\0') && !path.split('/').includes('..');
}

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
