import type { Role } from '../../access/actor.ts';
import type { Context } from '../invoke/context.ts';

/** One positional argument. */
export interface Argument {
  name: string;
  summary: string;
  /**
   * - `app`: an existing app that the actor may see (else exit status 20)
   * - `scope`: such an app or the word `--global`
   * - `new-app`: a name that an app may have
   * - `text`: anything
   */
  kind: 'app' | 'scope' | 'new-app' | 'text';
  optional?: boolean;
  /** Takes all words that are left; only the last argument may. */
  rest?: boolean;
  /** An `app` that the command creates when it does not exist (a push). */
  mayBeMissing?: boolean;
}

export interface Flag {
  type: 'boolean' | 'string' | 'number';
  summary: string;
  short?: string;
  /** May be given several times. */
  multiple?: boolean;
  choices?: readonly string[];
  default?: string;
  /** How help names the value, e.g. `FILE`. */
  placeholder?: string;
}

export interface Example {
  command: string;
  /** What the example does. */
  summary: string;
}

type FlagValue<F extends Flag> = F['type'] extends 'boolean'
  ? boolean
  : F['type'] extends 'number'
    ? F extends { multiple: true }
      ? number[]
      : number | undefined
    : F extends { multiple: true }
      ? string[]
      : F extends { default: string }
        ? string
        : string | undefined;

type ArgumentValue<A extends Argument> = A extends { rest: true }
  ? string[]
  : A extends { optional: true }
    ? string | undefined
    : string;

type ArgumentValues<A extends readonly Argument[]> = {
  [K in A[number] as K['name']]: ArgumentValue<K>;
};

type FlagValues<F extends Record<string, Flag>> = { [K in keyof F]: FlagValue<F[K]> };

interface CommandInput<A extends readonly Argument[], F extends Record<string, Flag>> {
  args: ArgumentValues<A>;
  flags: FlagValues<F>;
  /**
   * Flags that the table does not have, of commands with `openFlags`, in the order given: `--name`, or `--name value`
   * when the value fits no argument.
   */
  open: string[];
}

/**
 * One row of the command table. Parser, help, completion, permission check, audit line and reference docs all
 * come from it.
 */
export interface Command<
  A extends readonly Argument[] = readonly Argument[],
  F extends Record<string, Flag> = Record<string, Flag>,
> {
  name: string;
  summary: string;
  /** Details for `help` of this command and the reference. */
  description?: string;
  args: A;
  flags: F;
  /** The lowest role that may run the command, for the app in its first argument, else for all apps. */
  role: Role;
  /** Runs only on the server as root. */
  root?: boolean;
  /** Runs only on the server, never over SSH. */
  local?: boolean;
  /** Words after this many positionals belong to another program (`run`, `enter`) and are not parsed. */
  passthrough?: number;
  /** Unknown flags are passed to `run` as `open` (the info flags of reports). */
  openFlags?: boolean;
  /** Converts words in the form of older releases; undefined when they are in today's form. */
  olderForm?(
    positionals: readonly string[],
    flags: Readonly<Record<string, unknown>>,
  ): { positionals: string[]; warning: string } | undefined;
  /** Not listed in help: for hooks and transports. */
  internal?: boolean;
  examples: readonly Example[];
  /** A number is the exit status; anything else means 0. */
  run(context: Context, input: CommandInput<A, F>): unknown;
}

/** Declares a command with the types of its arguments and flags inferred. */
export function command<const A extends readonly Argument[], const F extends Record<string, Flag>>(
  definition: Command<A, F>,
): Command {
  return definition as unknown as Command;
}

/** Arguments that most commands share. */
export const appArgument = { name: 'app', summary: 'Name of the app', kind: 'app' } as const;
export const appOrAllArgument = {
  name: 'app',
  summary: 'Name of the app; omit with --all',
  kind: 'app',
  optional: true,
} as const;
export const scopeArgument = {
  name: 'scope',
  summary: 'Name of the app, or --global',
  kind: 'scope',
} as const;

export const formatFlag = {
  type: 'string',
  summary: 'Output format',
  choices: ['stdout', 'json'],
  default: 'stdout',
  placeholder: 'FORMAT',
} as const satisfies Flag;
