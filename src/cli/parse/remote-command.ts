import { Failure } from '../../core/failure.ts';
import { appOfRepository } from '../../git/repository-name.ts';
import { splitCommandLine } from './words.ts';

/** The commands of git's SSH transport. */
const gitCommands = ['git-receive-pack', 'git-upload-pack', 'git-upload-archive'];

/**
 * The argument list of an SSH client's command. In git's transport commands the path of the repository becomes an app;
 * other commands are split into words. An empty command asks for help.
 */
export function remoteArguments(line: string | undefined): string[] {
  const words = splitCommandLine(line ?? '');
  // `git receive-pack` is another form of `git-receive-pack`; people type `dokku apps:list` out of habit.
  const [first, ...rest] = words[0] === 'git' ? [`git-${words[1]}`, ...words.slice(2)] : words;
  if (first === 'dokku') return rest;
  if (first === undefined) return [];
  if (!first.startsWith('git-')) return words;
  if (!gitCommands.includes(first)) throw refused(`${first} is not available`);
  if (rest.length !== 1) throw refused(`${first} takes exactly one argument, the repository`);
  return [first, '--', appOfRepository(rest[0]!)];
}

function refused(reason: string): Failure {
  return new Failure(reason, {
    code: 'git.command',
    hint: 'Use git push, fetch or clone, or a dokku command. List the commands with: dokku help',
  });
}
