import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { git } from './git.ts';

export interface Branch {
  commit: string;
  /** The time of the last push. */
  movedAt: Date;
}

/**
 * A branch of a bare repository, or the tag of that name when the branch does not exist: both can be deployed.
 * Undefined before the first push to it.
 */
export async function readBranch(repository: string, name: string): Promise<Branch | undefined> {
  if (!existsSync(repository)) return undefined;
  for (const ref of [`refs/heads/${name}`, `refs/tags/${name}`]) {
    const commit = await readRef(repository, `${ref}^{commit}`);
    if (commit === undefined) continue;
    const loose = join(repository, ref);
    const file = existsSync(loose) ? loose : join(repository, 'packed-refs');
    return { commit, movedAt: statSync(file).mtime };
  }
  return undefined;
}

/** The commit that a ref points to; undefined when the ref does not exist. */
export async function readRef(repository: string, ref: string): Promise<string | undefined> {
  const { stdout, exitCode } = await git(repository, ['rev-parse', '--verify', '--quiet', ref], {
    accept: [1, 128],
  });
  return exitCode === 0 ? stdout.trim() : undefined;
}
