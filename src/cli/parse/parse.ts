import { ExitStatus, Failure } from '../../core/failure.ts';
import { nearest } from '../../core/suggest.ts';
import { GLOBAL } from '../../state/scope.ts';
import type { Argument, Command, Flag } from '../table/define.ts';
import { usageLine } from '../table/usage.ts';

export interface ParsedInput {
  args: Record<string, string | string[] | undefined>;
  flags: Record<string, unknown>;
  open: string[];
  /** The first word, when `--global` follows it: if the word names an app, both were given. */
  appBesideGlobal?: string;
  /** A warning to print before the command runs. */
  warning?: string;
}

/** Splits the words after a command's name by its table row; a mistake is a usage failure. */
export function parse(command: Command, words: readonly string[]): ParsedInput {
  const { positionals, flags, open, appBesideGlobal } = split(command, words);
  const older = command.olderForm?.(positionals, flags);
  const args = assignArguments(command, older?.positionals ?? positionals, appBesideGlobal);
  const app = command.args[0]?.kind === 'app' ? args[command.args[0].name] : undefined;
  if (flags.all === true && app !== undefined)
    throw new Failure('Give either an app or --all, not both', {
      code: 'usage',
      hint: `Usage: ${usageLine(command)}`,
    });
  return { args, flags: withDefaults(command, flags), open, appBesideGlobal, warning: older?.warning };
}

function split(command: Command, words: readonly string[]) {
  const positionals: string[] = [];
  const flags: Record<string, unknown> = {};
  const open: string[] = [];
  let appBesideGlobal: string | undefined;
  const queue = [...words];
  while (queue.length > 0) {
    const word = queue.shift()!;
    if (positionals.length === command.passthrough) {
      // `run my-app -- ls`: the separator is not part of the command.
      positionals.push(...(word === '--' ? [] : [word]), ...queue.splice(0));
    } else if (word === '--') {
      positionals.push(...queue.splice(0));
    } else if (word === GLOBAL && takesScope(command)) {
      if (positionals[0] === GLOBAL) continue;
      appBesideGlobal = positionals[0];
      positionals.unshift(word);
    } else if (word.startsWith('-') && word !== '-') {
      const inline = word.startsWith('--') && word.includes('=');
      const name = inline ? word.slice(0, word.indexOf('=')) : word;
      const found = findFlag(command, name);
      if (!found) {
        if (!command.openFlags || !word.startsWith('--')) throw unknownFlag(command, name);
        open.push(takesNextWord(command, name, positionals, queue) ? `${word} ${queue.shift()}` : word);
        continue;
      }
      const [key, flag] = found;
      const given = inline ? word.slice(word.indexOf('=') + 1) : undefined;
      const value = flag.type === 'boolean' ? booleanOf(command, name, given) : (given ?? queue.shift());
      if (value === undefined) throw usage(command, `Flag ${name} needs a value`);
      flags[key] = appendValue(flag, flags[key], checkValue(command, name, flag, value));
    } else {
      positionals.push(word);
    }
  }
  return { positionals, flags, open, appBesideGlobal };
}

/** `--global` may stand at any place; the scope is always the first argument. */
function takesScope(command: Command): boolean {
  return command.args[0]?.kind === 'scope';
}

/** A word that fits no argument, or that follows a mistyped flag, belongs to the flag, so the flag is reported. */
function takesNextWord(
  command: Command,
  name: string,
  positionals: readonly string[],
  [next]: readonly string[],
): boolean {
  if (next === undefined || next.startsWith('-')) return false;
  const mistyped = nearest(name, Object.keys(command.flags).map(dashed)) !== undefined;
  return mistyped || positionals.length >= command.args.length;
}

export function findFlag(command: Pick<Command, 'flags'>, name: string): [string, Flag] | undefined {
  return Object.entries(command.flags).find(
    ([key, flag]) => name === dashed(key) || (flag.short !== undefined && name === `-${flag.short}`),
  );
}

function booleanOf(command: Command, name: string, given: string | undefined): boolean {
  if (given === undefined || given === 'true') return true;
  if (given === 'false') return false;
  throw usage(command, `Flag ${name} takes no value other than true or false`);
}

function checkValue(
  command: Command,
  name: string,
  flag: Flag,
  value: string | boolean,
): string | boolean | number {
  if (flag.choices && !flag.choices.includes(String(value))) {
    const message = `Flag ${name} must be one of ${flag.choices.join(', ')}; got "${value}"`;
    throw usage(command, message, { exitStatus: ExitStatus.failure });
  }
  if (flag.type !== 'number') return value;
  if (!/^-?\d+$/.test(String(value)))
    throw usage(command, `Flag ${name} must be a whole number; got "${value}"`);
  return Number(value);
}

function appendValue(flag: Flag, before: unknown, value: unknown): unknown {
  return flag.multiple ? [...((before as unknown[] | undefined) ?? []), value] : value;
}

function withDefaults(command: Command, given: Record<string, unknown>): Record<string, unknown> {
  const flags: Record<string, unknown> = {};
  for (const [key, flag] of Object.entries(command.flags)) {
    const absent = flag.multiple ? [] : flag.type === 'boolean' ? false : flag.default;
    flags[key] = given[key] ?? absent;
  }
  return flags;
}

function assignArguments(
  command: Command,
  positionals: string[],
  appBesideGlobal: string | undefined,
): Record<string, string | string[] | undefined> {
  const args: Record<string, string | string[] | undefined> = {};
  const queue = [...positionals];
  for (const argument of command.args) {
    const value = argument.rest ? queue.splice(0) : queue.shift();
    const missing = value === undefined || (argument.rest && value.length === 0);
    if (missing && !argument.optional) throw missingArgument(command, argument);
    args[argument.name] = value;
  }
  if (queue.length === 0) return args;
  if (appBesideGlobal !== undefined) throw appAndGlobal(command, appBesideGlobal);
  throw usage(command, `Too many arguments: ${queue.join(' ')}`, { exitStatus: ExitStatus.failure });
}

function missingArgument(command: Command, { kind, name, summary }: Argument): Failure {
  const names = { app: 'an app', scope: 'an app, or --global', 'new-app': 'a name', text: `<${name}>` };
  return new Failure(`Please specify ${names[kind]}`, {
    details: [summary],
    code: 'usage.missing-argument',
    hint: `Usage: ${usageLine(command)}`,
  });
}

/** Both an app and `--global` were given. */
export function appAndGlobal(command: Command, app: string): Failure {
  return new Failure('Give either an app or --global, not both', {
    code: 'usage',
    hint: [
      `For this app: dokku ${command.name} ${app} … · for all apps: dokku ${command.name} --global …`,
      `Usage: ${usageLine(command)}`,
    ],
  });
}

function unknownFlag(command: Command, name: string): Failure {
  const known = Object.keys(command.flags).map(dashed);
  return usage(command, `unknown flag: ${name}`, {
    details: known.length > 0 ? [`Known flags: ${known.join(', ')}`] : [],
  });
}

function dashed(flag: string): string {
  return `--${flag}`;
}

function usage(
  command: Command,
  message: string,
  { exitStatus = ExitStatus.usage, details = [] }: { exitStatus?: number; details?: string[] } = {},
): Failure {
  return new Failure(message, {
    code: 'usage',
    exitStatus,
    details,
    hint: [`Usage: ${usageLine(command)}`, `More: dokku help ${command.name}`],
  });
}
