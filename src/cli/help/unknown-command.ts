import { Failure } from '../../core/failure.ts';
import { nearest } from '../../core/suggest.ts';
import { type CommandTable, canonicalTopic, topicOf } from '../table/command-table.ts';

/** The error for an unknown command, with the probable one. */
export function unknownCommand(table: CommandTable, typed: string): Failure {
  const name = canonicalTopic(typed);
  const instead = table.absent[name];
  if (instead) return new Failure(instead[0], { code: 'usage.not-here', hint: instead[1] });
  return new Failure(`${typed} is not a dokku command`, {
    code: 'usage.unknown-command',
    hint: suggestion(table, name, Object.keys(table.commands)) ?? "See 'dokku help' for a list of commands",
  });
}

/** The error for help on an unknown command or topic. */
export function unknownTopic(table: CommandTable, asked: string): Failure {
  const name = canonicalTopic(asked);
  const instead = table.absent[name];
  if (instead) return new Failure(instead[0], { code: 'usage.not-here', hint: instead[1] });
  return new Failure(`There is no command or topic ${asked}`, {
    code: 'usage.unknown-command',
    hint:
      suggestion(table, name, [...Object.keys(table.commands), ...table.topics()], 'help ') ??
      'List all commands and topics with: dokku help',
  });
}

/** The probable name, else how to list the commands of the topic. */
function suggestion(
  table: CommandTable,
  name: string,
  known: readonly string[],
  help = '',
): string | undefined {
  const near = nearest(name, known);
  if (near) return `Did you mean: dokku ${help}${near}`;
  const topic = topicOf(name);
  return topic !== name && table.topics().includes(topic)
    ? `List the commands of ${topic} with: dokku help ${topic}`
    : undefined;
}
