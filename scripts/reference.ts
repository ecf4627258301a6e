import { flagSummary } from '../src/cli/help/help-text.ts';
import { wrapSynopsis } from '../src/cli/help/layout.ts';
import { topicOf } from '../src/cli/table/command-table.ts';
import type { Command } from '../src/cli/table/define.ts';
import { argumentForm, flagForm, usageLine } from '../src/cli/table/usage.ts';
import { topicGroups } from '../src/commands/topic-groups.ts';
import { topicSummaries } from '../src/commands/topic-summaries.ts';

const notice = 'Generated from the command table by `node scripts/docs.ts`; do not edit.';

/** Returns the command reference as Markdown, by file name: one page per topic, and `README.md`, the list of topics. */
export function reference(commands: readonly Command[]): ReadonlyMap<string, string> {
  const topics = [...Map.groupBy(commands, ({ name }) => topicOf(name))].sort(([a], [b]) => (a < b ? -1 : 1));
  const pages = topics.map(([topic, members]) => [pageOf(topic), topicPage(topic, members)] as const);
  return new Map([['README.md', indexPage(topics)], ...pages]);
}

function indexPage(topics: readonly (readonly [string, readonly Command[]])[]): string {
  return page([
    '# Commands',
    notice,
    'Run a command on the server as `dokku …`, or over SSH as `ssh dokku@<host> …`. `--quiet`, `--trace`, `--force` and ' +
      '`--app <app>` may stand before or after any command. Reports and lists take `--format json`. ' +
      'Exit status: 0 for success, 1 for failure, 2 for wrong flags or arguments, 20 for an app that does not exist.',
    ...topicGroups.flatMap((group) => [
      `## ${group.title}`,
      topics
        .filter(([topic]) => group.topics.includes(topic.split(':')[0]!))
        .map(([topic, members]) => `- [${topic}](${pageOf(topic)}): ${summaryOf(topic, members)}`)
        .join('\n'),
    ]),
  ]);
}

function topicPage(topic: string, members: readonly Command[]): string {
  return page([
    `# ${topic}`,
    notice,
    `${summaryOf(topic, members)}. [All topics](README.md).`,
    ...(members.length > 1
      ? [members.map(({ name, summary }) => `- [${name}](#${anchor(name)}): ${summary}`).join('\n')]
      : []),
    ...members.flatMap(section),
  ]);
}

function page(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}

/**
 * Returns the file name of a topic. `scheduler-k3s:labels` → `scheduler-k3s-labels.md`: some file systems have no
 * colon.
 */
function pageOf(topic: string): string {
  return `${topic.replaceAll(':', '-')}.md`;
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
    `## ${name}`,
    fenced(wrapSynopsis(usageLine(command))),
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

/** Formats a description as Markdown. Indented lines become rows of a list. */
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
