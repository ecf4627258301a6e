import { flagSummary } from '../src/cli/help/help-text.ts';
import { topicOf } from '../src/cli/table/command-table.ts';
import type { Command } from '../src/cli/table/define.ts';
import { argumentForm, flagForm, usageLine } from '../src/cli/table/usage.ts';
import { topicSummaries } from '../src/commands/topic-summaries.ts';

/** The command reference as Markdown: a list of topics, then every command with its arguments, flags and examples. */
export function reference(commands: readonly Command[]): string {
  const topics = [...Map.groupBy(commands, ({ name }) => topicOf(name))].sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = [
    '# Commands',
    'Generated from the command table by `node scripts/docs.ts`; do not edit.',
    'Every command can be run on the server as `dokku …` and over SSH as `ssh dokku@<host> …`. `--quiet`, `--trace`, ' +
      '`--force` and `--app <app>` may stand before or behind any of them. Reports and lists take `--format json`. ' +
      'Exit status: 0 success, 1 failure, 2 wrong flags, 20 no such app.',
    topics
      .map(([topic, members]) => `- [${topic}](#${anchor(topic)}): ${summaryOf(topic, members)}`)
      .join('\n'),
    ...topics.flatMap(([topic, members]) => [
      `## ${topic}`,
      `${summaryOf(topic, members)}.`,
      ...members.flatMap(section),
    ]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function summaryOf(topic: string, members: readonly Command[]): string {
  return topicSummaries[topic] ?? members[0]!.summary;
}

function section(command: Command): string[] {
  const { name, summary, description, args, flags, examples, role, root, local } = command;
  const rows = [
    ...args.map((argument) => [argumentForm(argument), argument.summary]),
    ...Object.entries(flags).map(([flag, each]) => [flagForm(flag, each), flagSummary(each)]),
  ];
  const where = root ? ', as root on the server' : local ? ', on the server itself' : '';
  return [
    `### ${name}`,
    fenced([usageLine(command)]),
    `${summary}. Role: ${role}${where}.`,
    ...(description ? [paragraphs(description)] : []),
    ...(rows.length > 0
      ? [
          ['| | |', '|---|---|', ...rows.map(([left, right]) => `| ${code(left!)} | ${cell(right!)} |`)].join(
            '\n',
          ),
        ]
      : []),
    fenced(examples.flatMap((example) => [`# ${example.summary}`, example.command])),
  ];
}

/** Indented lines of a description are rows of a list. */
function paragraphs(description: string): string {
  return description
    .split('\n')
    .map((line) => (line.startsWith(' ') ? line.replace(/^ +([^:]+):/, '- `$1`:') : `${line}\n`))
    .join('\n')
    .trimEnd();
}

function fenced(lines: string[]): string {
  return ['```sh', ...lines, '```'].join('\n');
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

function anchor(heading: string): string {
  return heading.toLowerCase().replaceAll(/[^a-z0-9 -]/g, '');
}
