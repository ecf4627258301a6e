import { loadCommands } from './load.ts';
import { synopsis } from './usage.ts';

/** What help and completion tell of a command. */
export interface CommandSummary {
  name: string;
  /** Name, flags and arguments. */
  synopsis: string;
  summary: string;
  /** With their dashes. */
  flags: string[];
  /** The first word behind the command is the name of an app. */
  takesApp: boolean;
}

/**
 * All commands that are listed, sorted by name. In the bundle this module is a finished list
 * (scripts/bundle/summaries.ts): loading every command for it takes five times as long as the rest of `dokku help`.
 */
export async function summaries(): Promise<CommandSummary[]> {
  return (await loadCommands()).map((command) => ({
    name: command.name,
    synopsis: synopsis(command),
    summary: command.summary,
    flags: Object.keys(command.flags).map((flag) => `--${flag}`),
    takesApp: command.args[0]?.kind === 'app' || command.args[0]?.kind === 'scope',
  }));
}
