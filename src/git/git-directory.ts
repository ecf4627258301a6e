import { join } from 'node:path';
import { runProgram } from '../exec/run-program.ts';
import { git } from './git.ts';

/**
 * Gives an extracted tree the `.git` folder that a clone would have: the commit, its history and an index. Not through
 * `client.ts`: a push waits for this, and packs objects that are still in the quarantine.
 */
export async function writeGitDirectory(
  repository: string,
  rev: string,
  dest: string,
  signal: AbortSignal,
): Promise<void> {
  const own = (...args: string[]) => runProgram('git', ['-C', dest, ...args], { signal });
  await own('init', '--quiet', '--template=');
  const pack = join(dest, '.git', 'objects', 'pack', 'pack');
  await git(repository, ['pack-objects', '--quiet', '--revs', pack], { input: `${rev}\n`, signal });
  await own('update-ref', 'HEAD', rev);
  await own('reset', '--quiet', '--mixed');
}
