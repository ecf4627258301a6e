import { type GitDirectoryOptions, writeGitDirectory } from './git-directory.ts';
import { extractSubmodules } from './submodules.ts';
import { setUniqueTimes } from './unique-times.ts';
import { nameTooLong, unpack } from './unpack.ts';

export interface ExtractOptions {
  signal: AbortSignal;
  /** Keeps a `.git` folder with the commit in the tree (`git:set keep-git-dir true`). */
  keepGitDir?: GitDirectoryOptions;
  /** Called with the progress of submodules that take long to fetch. */
  report?: (line: string) => void;
  /** The address that the repository was fetched from. Relative addresses of its submodules start there. */
  origin?: string;
}

/**
 * Writes the tree of a commit into a folder as it was committed, with its submodules. Returns what else than the tree
 * determines the folder: the contents of its `.git` folder.
 */
export async function extractTree(
  repository: string,
  rev: string,
  dest: string,
  { signal, keepGitDir, origin, report = () => {} }: ExtractOptions,
): Promise<string | undefined> {
  await unpack(repository, rev, dest, signal);
  await extractSubmodules({ repository, rev, dest, origin }, { signal, report });
  try {
    setUniqueTimes(dest, rev);
  } catch (error) {
    // tar writes longer paths than a program can name with the path of the work folder before them.
    const { code, path } = error as NodeJS.ErrnoException;
    throw code === 'ENAMETOOLONG' && path ? nameTooLong([path.slice(dest.length + 1)]) : error;
  }
  return keepGitDir && writeGitDirectory(repository, rev, dest, { ...keepGitDir, signal });
}
