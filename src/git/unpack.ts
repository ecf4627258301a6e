import { mkdir } from 'node:fs/promises';
import { Failure } from '../core/failure.ts';
import { ExecFailure } from '../exec/failure.ts';
import { pipe } from '../exec/pipe.ts';
import { gitVariables } from './git.ts';

/**
 * Writes the tree of one commit, without its submodules, with the modes of a checkout: 644 and 755, whatever the umask
 * of this process. tar does not write through links, so no entry can leave `dest`.
 */
export async function unpack(
  repository: string,
  rev: string,
  dest: string,
  signal: AbortSignal,
): Promise<void> {
  await mkdir(dest, { recursive: true });
  const archive = {
    file: 'git',
    args: ['--git-dir', repository, '-c', 'tar.umask=0022', 'archive', '--format=tar', rev],
    env: gitVariables(repository),
  };
  const options = ['--no-same-owner', '--preserve-permissions', '--quoting-style=escape'];
  const extract = { file: 'tar', args: ['--extract', '--file=-', ...options, '--directory', dest] };
  try {
    await pipe(archive, extract, { signal });
  } catch (error) {
    const long = error instanceof ExecFailure ? tooLongNames(error.outcome.stderr) : [];
    throw long.length > 0 ? nameTooLong(long) : error;
  }
}

/** The files in the messages of tar, such as `tar: a/b: Cannot open: File name too long`. */
function tooLongNames(messages: string): string[] {
  return messages
    .split('\n')
    .flatMap((line) => /^tar: (.+): Cannot [^:]+: File name too long$/.exec(line)?.[1] ?? []);
}

export function nameTooLong(names: readonly string[]): Failure {
  return new Failure('The repository cannot be deployed: names of files are too long for Linux', {
    code: 'git.name-too-long',
    details: [...new Set(names)].map(shortened),
    hint: 'Shorten each name to 255 bytes and each path to 3000 bytes with git mv, commit and push again',
  });
}

function shortened(name: string): string {
  return name.length <= 200 ? name : `${name.slice(0, 100)}…${name.slice(-100)} (${name.length} characters)`;
}
