import { ExitStatus, Failure } from '../../core/failure.ts';
import type { Command } from '../table/define.ts';
import { findFlag } from './parse.ts';

export interface GlobalFlags {
  quiet: boolean;
  trace: boolean;
  force: boolean;
  /** `--app`: becomes the first positional of the command. */
  app: string | undefined;
  version: boolean;
  /** `--help` after the name of the command. */
  help: boolean;
}

/**
 * Removes Dokku's global flags from the front of the argument list. `takeTrailingFlags` removes those after the name
 * of the command.
 */
export function takeGlobalFlags(argv: readonly string[]): { flags: GlobalFlags; rest: string[] } {
  const flags: GlobalFlags = {
    quiet: false,
    trace: false,
    force: false,
    app: undefined,
    version: false,
    help: false,
  };
  const rest = [...argv];
  while (rest[0]?.startsWith('-')) {
    const word = rest.shift()!;
    if (word === '--') break;
    if (isApp(word)) flags.app = appFlagValue(word, rest);
    else if (word === '--version' || word === '-v') flags.version = true;
    else if (word === '--help' || word === '-h') rest.unshift('help');
    else setSwitch(flags, word);
  }
  return { flags, rest };
}

/**
 * Removes the same flags, and `--help`, from the words after the name of the command, unless the command has a flag of
 * that name. Words after `--` and words of another program (`run`, `enter`) stay. Returns the remaining words.
 */
export function takeTrailingFlags(
  flags: GlobalFlags,
  words: readonly string[],
  command: Pick<Command, 'flags' | 'passthrough'>,
): string[] {
  const rest: string[] = [];
  const queue = [...words];
  let positionals = flags.app === undefined ? 0 : 1;
  while (queue.length > 0 && queue[0] !== '--' && positionals !== command.passthrough) {
    const word = queue.shift()!;
    const own = findFlag(command, word);
    if (own) {
      rest.push(word);
      if (own[1].type !== 'boolean') rest.push(...queue.splice(0, 1));
    } else if (isApp(word)) {
      flags.app = appFlagValue(word, queue);
      positionals++;
    } else if (word === '--help' || word === '-h') {
      flags.help = true;
    } else if (!setSwitch(flags, word)) {
      rest.push(word);
      if (!word.startsWith('-')) positionals++;
    }
  }
  return [...rest, ...queue];
}

function isApp(word: string): boolean {
  return word === '--app' || word.startsWith('--app=');
}

function appFlagValue(word: string, queue: string[]): string {
  const app = word.startsWith('--app=') ? word.slice('--app='.length) : queue.shift();
  if (app) return app;
  throw new Failure('Flag --app needs the name of an app', {
    code: 'usage',
    exitStatus: ExitStatus.usage,
    hint: 'For example: dokku --app <app> ps:report',
  });
}

function setSwitch(flags: GlobalFlags, word: string): boolean {
  if (word !== '--quiet' && word !== '--trace' && word !== '--force') return false;
  flags[word.slice(2) as 'quiet' | 'trace' | 'force'] = true;
  return true;
}
