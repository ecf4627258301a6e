export interface GlobalFlags {
  quiet: boolean;
  trace: boolean;
  force: boolean;
  /** `--app`: becomes the first positional of the command. */
  app: string | undefined;
  version: boolean;
}

/**
 * Takes Dokku's global flags off the front of the argument list. Behind the command's name `--quiet`, `--trace` and
 * `--force` still count, unless the words there belong to another program (`run`, `enter`), which is the
 * caller's to know.
 */
export function takeGlobalFlags(argv: readonly string[]): { flags: GlobalFlags; rest: string[] } {
  const flags: GlobalFlags = { quiet: false, trace: false, force: false, app: undefined, version: false };
  const rest = [...argv];
  while (rest[0]?.startsWith('-')) {
    const word = rest.shift()!;
    if (word === '--') break;
    if (word === '--app') flags.app = rest.shift();
    else if (word === '--version' || word === '-v') flags.version = true;
    else if (word === '--help' || word === '-h') rest.unshift('help');
    else setSwitch(flags, word);
  }
  return { flags, rest };
}

/** The same switches behind the command's name; the words that are left. */
export function takeTrailingSwitches(
  flags: GlobalFlags,
  words: readonly string[],
  own: readonly string[],
): string[] {
  const end = words.indexOf('--');
  return words.filter((word, index) => {
    if (end !== -1 && index > end) return true;
    return own.includes(word) || !setSwitch(flags, word);
  });
}

function setSwitch(flags: GlobalFlags, word: string): boolean {
  if (word !== '--quiet' && word !== '--trace' && word !== '--force') return false;
  flags[word.slice(2) as 'quiet' | 'trace' | 'force'] = true;
  return true;
}
