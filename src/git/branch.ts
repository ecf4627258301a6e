import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { git } from './git.ts';

export interface Branch {
  commit: string;
  /** When something was last pushed. */
  movedAt: Date;
}

/** A branch of a bare repository; undefined while nothing was pushed to it. */
export async function readBranch(repository: string, branch: string): Promise<Branch | undefined> {
  if (!existsSync(repository)) return undefined;
  const verify = ['rev-parse', '--verify', '--quiet', `refs/heads/${branch}^{commit}`];
  const { stdout, exitCode } = await git(repository, verify, { accept: [1, 128] });
  if (exitCode !== 0) return undefined;
  const loose = join(repository, 'refs', 'heads', branch);
  const file = existsSync(loose) ? loose : join(repository, 'packed-refs');
  return { commit: stdout.trim(), movedAt: statSync(file).mtime };
}

/** Where a ref stands; undefined when it does not exist. */
export async function readRef(repository: string, ref: string): Promise<string | undefined> {
  const { stdout, exitCode } = await git(repository, ['rev-parse', '--verify', '--quiet', ref], {
    accept: [1, 128],
  });
  return exitCode === 0 ? stdout.trim() : undefined;
}
