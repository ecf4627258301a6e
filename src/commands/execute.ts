import { recordAudit } from '../access/audit.ts';
import { authorize } from '../access/guard.ts';
import { ExitStatus, Failure, noSuchApp } from '../core/failure.ts';
import { validateAppName } from '../core/names.ts';
import { nearest } from '../core/suggest.ts';
import { GLOBAL, type Scope } from '../state/scope.ts';
import type { Context } from './context.ts';
import type { Command } from './define.ts';
import { type GlobalFlags, takeGlobalFlags, takeTrailingSwitches } from './global-flags.ts';
import { type Parsed, parse } from './parse.ts';
import { canonicalName, canonicalTopic, table, topicOf, topics } from './table.ts';

/** A command found and its words parsed, before anything is done. */
export interface Invocation {
  command: Command;
  input: Parsed;
  flags: GlobalFlags;
}

/** From an argument list to a command and its parsed input. */
export async function understand(argv: readonly string[]): Promise<Invocation> {
  const { flags, rest } = takeGlobalFlags(argv);
  const [typed = flags.version ? 'version' : 'help', ...words] = rest;
  const { name, words: given } = redirectHelp(typed, flags.app === undefined ? words : [flags.app, ...words]);
  const canonical = canonicalName(name);
  if (!canonical) throw unknownCommand(name);
  const command = (await table[canonical]!()).default;
  const own = Object.keys(command.flags).map((flag) => `--${flag}`);
  const remaining = command.passthrough ? given : takeTrailingSwitches(flags, given, own);
  if (!command.passthrough && asksForHelp(remaining)) return understand(['help', canonical]);
  return { command, input: parse(command, remaining), flags };
}

/** `--help` anywhere among a command's own words, as far as they are the command's. */
function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return words.slice(0, end === -1 ? undefined : end).some((word) => word === '--help' || word === '-h');
}

/** Checks permission and existence, runs the command, writes the audit line; the exit status. */
export async function perform(context: Context, { command, input }: Invocation): Promise<number> {
  const scopes = scopesOf(command, input);
  let exitStatus: number = ExitStatus.failure;
  let allowed = false;
  try {
    for (const scope of scopes) authorize(context, command, scope);
    allowed = true;
    checkApps(context, command, input);
    const result = await command.run(context, input as never);
    exitStatus = typeof result === 'number' ? result : ExitStatus.ok;
    return exitStatus;
  } catch (error) {
    if (error instanceof Failure) exitStatus = error.exitStatus;
    throw error;
  } finally {
    recordAudit(context, command, scopes[0], { allowed, exitStatus });
  }
}

/** `dokku apps`, `dokku apps:help` and `dokku apps:create --help` all are help. */
function redirectHelp(typed: string, words: string[]): { name: string; words: string[] } {
  if (typed.endsWith(':help')) return { name: 'help', words: [topicOf(typed)] };
  const canonical = canonicalName(typed);
  if (canonical && (words[0] === '--help' || words[0] === '-h')) return { name: 'help', words: [canonical] };
  if (!canonical && topics().includes(canonicalTopic(typed))) return { name: 'help', words: [typed] };
  return { name: typed, words };
}

/** What a command is about, for the guard; a new app belongs to nobody yet, so making one concerns the whole. */
function scopesOf(command: Command, input: Parsed): [Scope | undefined, ...Scope[]] {
  const scopes = command.args.flatMap(({ kind, name }) => {
    const values = [input.args[name] ?? []].flat();
    if (kind === 'new-app') return values.map(() => GLOBAL);
    return kind === 'app' || kind === 'scope' ? values : [];
  });
  const [first, ...rest] = scopes;
  return [first, ...rest];
}

function checkApps(context: Context, command: Command, input: Parsed): void {
  for (const argument of command.args) {
    for (const value of [input.args[argument.name] ?? []].flat()) {
      if (argument.kind === 'new-app') validateAppName(value);
      const mustExist =
        (argument.kind === 'app' && !argument.mayBeMissing) ||
        (argument.kind === 'scope' && value !== GLOBAL);
      if (mustExist && !context.store.apps.exists(value)) throw noSuchApp(value);
    }
  }
}

function unknownCommand(name: string): Failure {
  const near = nearest(name, Object.keys(table));
  return new Failure(`${name} is not a dokku command`, {
    code: 'usage.unknown-command',
    hint: near ? `Did you mean: dokku ${near}` : "See 'dokku help' for a list of commands",
  });
}
