import type { Command } from '../table/define.ts';
import { synopsis } from '../table/usage.ts';

/** The part of a command that help and completion print. */
export interface CommandSummary {
  name: string;
  /** Name, flags and arguments. */
  synopsis: string;
  summary: string;
  /** With their dashes. */
  flags: string[];
  /** The first word after the command is the name of an app. */
  takesApp: boolean;
}

export function summaryOf(command: Command): CommandSummary {
  return {
    name: command.name,
    synopsis: synopsis(command),
    summary: command.summary,
    flags: Object.keys(command.flags).map((flag) => `--${flag}`),
    takesApp: command.args[0]?.kind === 'app' || command.args[0]?.kind === 'scope',
  };
}
