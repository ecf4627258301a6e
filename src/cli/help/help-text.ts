import { topicOf } from '../table/command-table.ts';
import type { Command } from '../table/define.ts';
import { argumentForm, flagForm, usageLine } from '../table/usage.ts';
import type { CommandSummary } from './command-summary.ts';
import { helpColumns, type Row, twoColumns, wrapSynopsis, wrapText } from './layout.ts';

/** What each topic is for, by its name. */
export type TopicSummaries = Readonly<Record<string, string>>;

/** Topics that `dokku help` shows below one heading. */
export interface TopicGroup {
  title: string;
  topics: readonly string[];
}

/** `dokku help`: one line for each topic, in groups; topics within another one are in its own help. */
export function overview(
  commands: readonly CommandSummary[],
  topicSummaries: TopicSummaries,
  groups: readonly TopicGroup[],
): string {
  const byTopic = Map.groupBy(commands, ({ name }) => topicOf(name));
  const width = Math.max(...[...byTopic.keys()].filter(isOutermost).map((topic) => topic.length));
  const line = (topic: string) =>
    `    ${topic.padEnd(width)}  ${topicSummaries[topic] ?? byTopic.get(topic)![0]!.summary}`;
  return [
    ...usage,
    ...groups.flatMap(({ title, topics }) => [
      `${title}:`,
      ...topics.filter((topic) => byTopic.has(topic)).map(line),
    ]),
  ].join('\n');
}

/** `dokku help --all`: every command with its flags and arguments. */
export function allCommandsHelp(commands: readonly CommandSummary[]): string {
  return [
    ...usage,
    'Commands:',
    '',
    ...twoColumns(commands.map((each) => [each.synopsis, each.summary])),
  ].join('\n');
}

const usage = [
  'Usage: dokku [--quiet|--trace|--force] COMMAND <app> [options…]',
  'Help: dokku help <topic or command> · all commands: dokku help --all',
  '',
];

function isOutermost(topic: string): boolean {
  return !topic.includes(':');
}

/** `dokku <topic>` and `dokku <topic>:help`; `own` is the command with the name of the topic. */
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
    ...twoColumns(
      members.filter(({ name }) => name !== own?.name).map((each) => [each.synopsis, each.summary]),
    ),
    '',
  ].join('\n');
}

/** `dokku help <command>` and `dokku <command> --help`. */
export function commandHelp(command: Command): string {
  return [
    ...wrapSynopsis(usageLine(command), 'Usage: '),
    '',
    command.summary,
    ...(command.description
      ? ['', ...command.description.split('\n').flatMap((line) => wrapText(line, helpColumns))]
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
  return rows.length > 0 ? ['', `${title}:`, '', ...twoColumns(rows)] : [];
}
