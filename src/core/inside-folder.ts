import { lstat, readlink, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';

/**
 * The boundary between a repository and the rest of the server. Users who push choose paths and commit links. Neither
 * may let them read files outside of the tree.
 */
export type Located =
  /** Absolute, without links. */
  | { path: string }
  /** `above`: the path itself leaves the folder with `..`. `link`: a symbolic link in the path leaves the folder. */
  | { problem: 'above' | 'link' | 'loop' | 'missing' };

/** Linux follows at most this many links in one path. */
const maxLinks = 40;

/**
 * The real location of `path` below `folder`. A link to nothing inside the folder counts as missing. Nothing outside of
 * the folder is looked at, so the result does not depend on whether a file of the server exists.
 */
export async function locateInside(folder: string, path: string): Promise<Located> {
  const root = await realpath(folder);
  const wanted = join(root, path);
  if (path.includes('\0') || !isInside(root, wanted)) return { problem: 'above' };
  const names = relative(root, wanted).split(sep);
  let current = root;
  let links = 0;
  while (names.length > 0) {
    current = join(current, names.shift()!);
    // A target may lead out of the folder and back into the folder.
    if (!isInside(root, current)) continue;
    const target = await targetOf(current);
    if (target === undefined) return { problem: 'missing' };
    if (target === null) continue;
    if (++links > maxLinks) return { problem: 'loop' };
    names.unshift(...target.split(sep));
    current = isAbsolute(target) ? sep : dirname(current);
  }
  return isInside(root, current) ? { path: current } : { problem: 'link' };
}

/** The target of a link; null for a file or a folder, undefined when the path is missing. */
async function targetOf(path: string): Promise<string | null | undefined> {
  try {
    return (await lstat(path)).isSymbolicLink() ? await readlink(path) : null;
  } catch (error) {
    if (isMissing(error)) return undefined;
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
