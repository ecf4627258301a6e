import { mkdir } from 'node:fs/promises';
import { pipe } from '../exec/pipe.ts';
import { gitVariables } from './git.ts';

/** Writes the tree of one commit, without its submodules. tar does not write through links, so no entry can leave `dest`. */
export async function unpack(
  repository: string,
  rev: string,
  dest: string,
  signal: AbortSignal,
): Promise<void> {
  await mkdir(dest, { recursive: true });
  const archive = {
    file: 'git',
    args: ['--git-dir', repository, 'archive', '--format=tar', rev],
    env: gitVariables(repository),
  };
  const extract = { file: 'tar', args: ['--extract', '--file=-', '--no-same-owner', '--directory', dest] };
  await pipe(archive, extract, { signal });
}
