import { Failure } from '../../core/failure.ts';
import { nearest } from '../../core/suggest.ts';
import { type CommandTable, canonicalTopic, topicOf } from '../table/command-table.ts';

/** What somebody is told who typed a command that is none. */
export function unknownCommand(table: CommandTable, typed: string): Failure {
  const name = canonicalTopic(typed);
  const instead = table.absent[name];
  if (instead) return new Failure(instead[0], { code: 'usage.not-here', hint: instead[1] });
  return new Failure(`${typed} is not a dokku command`, {
    code: 'usage.unknown-command',
    hint: wayOut(table, name, Object.keys(table.commands)) ?? "See 'dokku help' for a list of commands",
  });
}

/** The same for who asks for help on it. */
export function unknownTopic(table: CommandTable, asked: string): Failure {
  const name = canonicalTopic(asked);
  const instead = table.absent[name];
  if (instead) return new Failure(instead[0], { code: 'usage.not-here', hint: instead[1] });
  return new Failure(`There is no command or topic ${asked}`, {
    code: 'usage.unknown-command',
    hint:
      wayOut(table, name, [...Object.keys(table.commands), ...table.topics()], 'help ') ??
      'List them with: dokku help',
  });
}

/** The word that was probably meant, else the list of the topic's commands. */
function wayOut(table: CommandTable, name: string, known: readonly string[], help = ''): string | undefined {
  const near = nearest(name, known);
  if (near) return `Did you mean: dokku ${help}${near}`;
  const topic = topicOf(name);
  return topic !== name && table.topics().includes(topic)
    ? `List its commands with: dokku help ${topic}`
    : undefined;
}
