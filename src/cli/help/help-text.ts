import { topicOf } from '../table/command-table.ts';
import type { Command } from '../table/define.ts';
import { argumentForm, flagForm, usageLine } from '../table/usage.ts';
import type { CommandSummary } from './command-summary.ts';

/** What each topic is for, by its name. */
export type TopicSummaries = Readonly<Record<string, string>>;

type Row = readonly [left: string, right: string];

/** `dokku help`: one line per topic, those within another left out; with `all` one line per command. */
export function overview(
  commands: readonly CommandSummary[],
  topicSummaries: TopicSummaries,
  all: boolean,
): string {
  const byTopic = [...Map.groupBy(commands, ({ name }) => topicOf(name))]
    .filter(([topic]) => !topic.includes(':'))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const rows: Row[] = all
    ? commands.map((each) => [each.synopsis, each.summary])
    : byTopic.map(([topic, members]) => [topic, topicSummaries[topic] ?? members[0]!.summary]);
  return [
    'Usage: dokku [--quiet|--trace|--force] COMMAND <app> [options…]',
    '',
    'Help on a topic: dokku help <topic> · on a command: dokku help <topic>:<command> · everything: dokku help --all',
    '',
    'Commands:',
    '',
    ...table(rows),
  ].join('\n');
}

/** `dokku <topic>` and `dokku <topic>:help`; `own` is the command that is called like the topic, with help of its own. */
export function topicHelp(
  topic: string,
  summary: string | undefined,
  members: readonly CommandSummary[],
  own?: Command,
): string {
  return [
    `Usage: dokku ${topic}[:COMMAND]`,
    '',
    ...(summary ? [summary, ''] : []),
    ...(own ? [commandHelp(own), ''] : []),
    'Additional commands:',
    '',
    ...table(members.filter(({ name }) => name !== own?.name).map((each) => [each.synopsis, each.summary])),
    '',
  ].join('\n');
}

/** `dokku help <command>` and `dokku <command> --help`. */
export function commandHelp(command: Command): string {
  return [
    `Usage: ${usageLine(command)}`,
    '',
    command.summary,
    ...(command.description
      ? ['', ...command.description.split('\n').flatMap((line) => wrap(line, 100))]
      : []),
    ...section(
      'Arguments',
      command.args.map((argument) => [argumentForm(argument), argument.summary]),
    ),
    ...section(
      'Flags',
      Object.entries(command.flags).map(([name, flag]) => [flagForm(name, flag), flagSummary(flag)]),
    ),
    '',
    'Examples:',
    '',
    ...command.examples.flatMap((example) => [`    # ${example.summary}`, `    ${example.command}`]),
  ].join('\n');
}

export function flagSummary({ summary, choices, default: preset }: Command['flags'][string]): string {
  const notes = [choices && `one of ${choices.join(', ')}`, preset && `default ${preset}`].filter(Boolean);
  return notes.length > 0 ? `${summary} (${notes.join('; ')})` : summary;
}

function section(title: string, rows: readonly Row[]): string[] {
  return rows.length > 0 ? ['', `${title}:`, '', ...table(rows)] : [];
}

/** Two columns; a left cell that is much longer than the others has its line for itself. */
function table(rows: readonly Row[]): string[] {
  const width = Math.min(48, Math.max(...rows.map(([left]) => left.length)));
  return rows.map(([left, right]) =>
    left.length > width
      ? `    ${left}\n    ${' '.repeat(width)}  ${right}`
      : `    ${left.padEnd(width)}  ${right}`,
  );
}

/** Lines of at most `width` characters; an indented line is a row and stays one. */
function wrap(text: string, width: number): string[] {
  if (text.startsWith(' ')) return [text];
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!;
    if (line !== '' && line.length + word.length >= width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}
