import type { Command } from './define.ts';

/** Loads one command's module: a command that is not asked for costs nothing. */
export type LazyCommand = () => Promise<{ default: Command }>;

/** The commands of one topic by their full names. */
export type Topic = Readonly<Record<string, LazyCommand>>;

/** Why a Dokku command does not exist here, and what to use instead. */
export type AbsentCommand = readonly [reason: string, alternative: string];

/** Older or shorter names of command prefixes. */
const prefixAliases: Record<string, string> = {
  k3s: 'scheduler-k3s',
  dockerfile: 'builder-dockerfile',
  herokuish: 'builder-herokuish',
  lambda: 'builder-lambda',
  nixpacks: 'builder-nixpacks',
  pack: 'builder-pack',
  railpack: 'builder-railpack',
};

/** All commands as a value: the rooms below `commands/` get the table as an argument, so that none imports upwards. */
export class CommandTable {
  readonly commands: Topic;
  readonly absent: Readonly<Record<string, AbsentCommand>>;

  constructor(commands: Topic, absent: Readonly<Record<string, AbsentCommand>>) {
    this.commands = commands;
    this.absent = absent;
  }

  /** The table's name of a command that was typed, aliases resolved; undefined for an unknown command. */
  canonicalName(typed: string): string | undefined {
    const name = canonicalTopic(typed);
    return Object.hasOwn(this.commands, name) ? name : undefined;
  }

  /** All topics, sorted: `apps`, `builds`, …; a command without a colon is a topic of its own. */
  topics(): string[] {
    return [...new Set(Object.keys(this.commands).map(topicOf))].sort();
  }

  /** One command's module, undefined for a name that the table does not have. */
  async find(name: string): Promise<Command | undefined> {
    return Object.hasOwn(this.commands, name) ? (await this.commands[name]!()).default : undefined;
  }

  /** The commands whose names are wanted, sorted by name; commands that only hooks and transports run are left out. */
  async load(wanted: (name: string) => boolean = () => true): Promise<Command[]> {
    const names = Object.keys(this.commands).filter(wanted).sort();
    const commands = await Promise.all(names.map(async (name) => (await this.commands[name]!()).default));
    return commands.filter(({ internal }) => !internal);
  }
}

/** The topic or command with its prefix alias resolved: `scheduler-k3s` for `k3s`. It may be unknown. */
export function canonicalTopic(typed: string): string {
  const [prefix, ...rest] = typed.split(':');
  return [prefixAliases[prefix!] ?? prefix, ...rest].join(':');
}

export function topicOf(name: string): string {
  const colon = name.lastIndexOf(':');
  return colon === -1 ? name : name.slice(0, colon);
}
