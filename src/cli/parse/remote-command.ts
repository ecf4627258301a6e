import { Failure } from '../../core/failure.ts';
import { appOfRepository } from '../../git/repository-name.ts';
import { splitWords } from './words.ts';

/** What git's SSH transport may ask for. */
const gitCommands = ['git-receive-pack', 'git-upload-pack', 'git-upload-archive'];

/**
 * The argument list of what an SSH client asked to run: git's transport commands with the repository's path turned
 * into an app, else words for the command table. No command at all is a request for help.
 */
export function remoteArguments(line: string | undefined): string[] {
  const words = splitWords(line ?? '');
  // `git receive-pack` is the dashless form of the same; `dokku apps:list` is what people type out of habit.
  const [first, ...rest] = words[0] === 'git' ? [`git-${words[1]}`, ...words.slice(2)] : words;
  if (first === 'dokku') return rest;
  if (first === undefined) return [];
  if (!first.startsWith('git-')) return words;
  if (!gitCommands.includes(first)) throw refused(`${first} is not available`);
  if (rest.length !== 1) throw refused(`${first} takes a repository and nothing else`);
  return [first, '--', appOfRepository(rest[0]!)];
}

function refused(reason: string): Failure {
  return new Failure(reason, {
    code: 'git.command',
    hint: 'Use git push, fetch and clone, or a command of: dokku help',
  });
}
