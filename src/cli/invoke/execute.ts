import { recordAudit } from '../../access/audit.ts';
import { authorize } from '../../access/guard.ts';
import { ExitStatus, Failure, noSuchApp } from '../../core/failure.ts';
import { validateAppName } from '../../core/names.ts';
import { GLOBAL, type Scope } from '../../state/scope.ts';
import { type GlobalFlags, takeGlobalFlags, takeTrailingFlags } from '../parse/global-flags.ts';
import { appAndGlobal, type ParsedInput, parse } from '../parse/parse.ts';
import { type CommandTable, canonicalTopic, topicOf } from '../table/command-table.ts';
import type { Command } from '../table/define.ts';
import type { Context } from './context.ts';

/** A command with its parsed input, before it runs. */
export interface Invocation {
  command: Command;
  input: ParsedInput;
  flags: GlobalFlags;
}

/** Finds the command of an argument list and parses its input. */
export async function parseInvocation(table: CommandTable, argv: readonly string[]): Promise<Invocation> {
  const { flags, rest } = takeGlobalFlags(argv);
  const [typed = flags.version ? 'version' : 'help', ...words] = rest;
  const { name, words: given } = redirectHelp(table, typed, words);
  const canonical = table.canonicalName(name);
  if (!canonical) throw (await import('../help/unknown-command.ts')).unknownCommand(table, name);
  const command = (await table.find(canonical))!;
  const own = takeTrailingFlags(flags, given, command);
  if (flags.help) return parseInvocation(table, ['help', canonical]);
  const app = takesApp(command) ? (flags.app ?? []) : [];
  return { command, input: parse(command, [app, own].flat()), flags };
}

/** `--app` counts for commands about an app; other commands ignore it. */
function takesApp({ args }: Command): boolean {
  return args[0] !== undefined && args[0].kind !== 'text';
}

/** Checks permissions and apps, runs the command, writes the audit line and returns the exit status. */
export async function runInvocation(context: Context, { command, input }: Invocation): Promise<number> {
  const scopes = scopesOf(command, input);
  let exitStatus: number = ExitStatus.failure;
  let allowed = false;
  try {
    for (const scope of scopes) authorize(context, command, scope);
    allowed = true;
    checkApps(context, command, input);
    if (input.warning) context.out.warn(input.warning);
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

/** `dokku domains` and `dokku apps:help` are help. */
function redirectHelp(
  table: CommandTable,
  typed: string,
  words: string[],
): { name: string; words: string[] } {
  if (typed.endsWith(':help')) return { name: 'help', words: [topicOf(typed)] };
  if (!table.canonicalName(typed) && table.topics().includes(canonicalTopic(typed)))
    return { name: 'help', words: [typed] };
  return { name: typed, words };
}

/** The scopes that the guard checks. A new app has no owner yet, so creating one needs the role for all apps. */
function scopesOf(command: Command, input: ParsedInput): [Scope | undefined, ...Scope[]] {
  const scopes = command.args.flatMap(({ kind, name }) => {
    const values = [input.args[name] ?? []].flat();
    if (kind === 'new-app') return values.map(() => GLOBAL);
    return kind === 'app' || kind === 'scope' ? values : [];
  });
  const [first, ...rest] = scopes;
  return [first, ...rest];
}

function checkApps(context: Context, command: Command, input: ParsedInput): void {
  if (input.appBesideGlobal !== undefined && context.store.apps.exists(input.appBesideGlobal))
    throw appAndGlobal(command, input.appBesideGlobal);
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
