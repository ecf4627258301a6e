import { ExitStatus, Failure } from '../core/failure.ts';
import { GLOBAL } from '../state/scope.ts';
import type { Argument, Command, Flag } from './define.ts';
import { usageLine } from './usage.ts';

export interface Parsed {
  args: Record<string, string | string[] | undefined>;
  flags: Record<string, unknown>;
  open: string[];
}

/** Splits the words after a command's name by its table row; every mistake is a usage failure (exit status 2). */
export function parse(command: Command, words: readonly string[]): Parsed {
  const { positionals, flags, open } = split(command, words);
  return { args: assign(command, positionals), flags: withDefaults(command, flags), open };
}

function split(command: Command, words: readonly string[]) {
  const positionals: string[] = [];
  const flags: Record<string, unknown> = {};
  const open: string[] = [];
  const queue = [...words];
  while (queue.length > 0) {
    const word = queue.shift()!;
    if (command.passthrough && positionals.length > 0) {
      positionals.push(word, ...queue.splice(0));
    } else if (word === '--') {
      positionals.push(...queue.splice(0));
    } else if (word === GLOBAL && takesGlobal(command, positionals.length)) {
      positionals.push(word);
    } else if (word.startsWith('-') && word !== '-') {
      const inline = word.startsWith('--') && word.includes('=');
      const name = inline ? word.slice(0, word.indexOf('=')) : word;
      const found = findFlag(command, name);
      if (!found) {
        if (!command.openFlags || !word.startsWith('--')) throw unknownFlag(command, name);
        open.push(word);
        continue;
      }
      const [key, flag] = found;
      const given = inline ? word.slice(word.indexOf('=') + 1) : undefined;
      const value = flag.type === 'boolean' ? booleanOf(command, name, given) : (given ?? queue.shift());
      if (value === undefined) throw usage(command, `Flag ${name} needs a value`);
      flags[key] = add(flag, flags[key], checked(command, name, flag, value));
    } else {
      positionals.push(word);
    }
  }
  return { positionals, flags, open };
}

/** `--global` stands in the place of the app; anywhere else it would be a flag of the command. */
function takesGlobal(command: Command, index: number): boolean {
  return command.args[index]?.kind === 'scope';
}

function findFlag(command: Command, name: string): [string, Flag] | undefined {
  return Object.entries(command.flags).find(
    ([key, flag]) => name === `--${key}` || (flag.short !== undefined && name === `-${flag.short}`),
  );
}

function booleanOf(command: Command, name: string, given: string | undefined): boolean {
  if (given === undefined || given === 'true') return true;
  if (given === 'false') return false;
  throw usage(command, `Flag ${name} takes no value, or true or false`);
}

function checked(
  command: Command,
  name: string,
  flag: Flag,
  value: string | boolean,
): string | boolean | number {
  if (flag.choices && !flag.choices.includes(String(value))) {
    throw usage(command, `Flag ${name} must be one of ${flag.choices.join(', ')}; it is "${value}"`);
  }
  if (flag.type !== 'number') return value;
  if (!/^-?\d+$/.test(String(value)))
    throw usage(command, `Flag ${name} must be a whole number; it is "${value}"`);
  return Number(value);
}

function add(flag: Flag, before: unknown, value: unknown): unknown {
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

function assign(command: Command, positionals: string[]): Record<string, string | string[] | undefined> {
  const args: Record<string, string | string[] | undefined> = {};
  const queue = [...positionals];
  for (const argument of command.args) {
    const value = argument.rest ? queue.splice(0) : queue.shift();
    const missing = value === undefined || (argument.rest && value.length === 0);
    if (missing && !argument.optional) throw missingArgument(command, argument);
    args[argument.name] = value;
  }
  if (queue.length > 0) throw usage(command, `Too many arguments: ${queue.join(' ')}`);
  return args;
}

function missingArgument(command: Command, { kind, name, summary }: Argument): Failure {
  const names = { app: 'an app', scope: 'an app, or --global', 'new-app': 'a name', text: `<${name}>` };
  return new Failure(`Please specify ${names[kind]}`, {
    details: [summary],
    code: 'usage.missing-argument',
    hint: `Usage: ${usageLine(command)}`,
  });
}

function unknownFlag(command: Command, name: string): Failure {
  const known = Object.keys(command.flags).map((key) => `--${key}`);
  return usage(
    command,
    `unknown flag: ${name}`,
    known.length > 0 ? [`Known flags: ${known.join(', ')}`] : [],
  );
}

function usage(command: Command, message: string, details: string[] = []): Failure {
  return new Failure(message, {
    code: 'usage',
    exitStatus: ExitStatus.usage,
    details,
    hint: [`Usage: ${usageLine(command)}`, `More: dokku help ${command.name}`],
  });
}
