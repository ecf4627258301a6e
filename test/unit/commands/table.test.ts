import { expect } from 'chai';
import { parseInvocation } from '../../../src/cli/invoke/execute.ts';
import { topicOf } from '../../../src/cli/table/command-table.ts';
import type { Command } from '../../../src/cli/table/define.ts';
import { commandTable } from '../../../src/commands/table.ts';
import { topicSummaries } from '../../../src/commands/topic-summaries.ts';

const commands = new Map<string, Command>();
for (const [name, load] of Object.entries(commandTable.commands)) commands.set(name, (await load()).default);

/** Returns the words of an example's first command after `dokku`, split as a shell would split them. */
function wordsOf(example: string): string[] {
  const [, rest] = /\bdokku ((?:"[^"]*"|'[^']*'|[^|<>;)])*)/.exec(example) ?? [];
  expect(rest, `an example that runs dokku: ${example}`).to.be.a('string');
  return [
    ...rest!
      .replace(/"\s*$/, (end) => (rest!.split('"').length % 2 ? end : ''))
      .matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g),
  ].map(([word]) => word.replaceAll(/"([^"]*)"|'([^']*)'/g, '$1$2'));
}

describe('the command table', () => {
  it('keeps each command in the file of its name', () => {
    const wrong: string[] = [];
    for (const [name, load] of Object.entries(commandTable.commands)) {
      const file = /import\(['"]\.\/(.+)\.ts['"]\)/.exec(load.toString())?.[1];
      // Git defines the names of its services: `git-receive-pack` is git/receive-pack.ts.
      const last = name.split(':').at(-1)!.replace(/^git-/, '');
      if (file?.split('/').at(-1) !== last || commands.get(name)!.name !== name)
        wrong.push(`${name}: ${file}`);
    }
    expect(wrong).to.deep.equal([]);
  });

  it('has a summary line for every topic of several commands', () => {
    const listed = [...commands.values()].filter(({ internal }) => !internal);
    const byTopic = Map.groupBy(listed, ({ name }) => topicOf(name));
    const without = [...byTopic].filter(([topic, { length }]) => length > 1 && !topicSummaries[topic]);
    expect(without.map(([topic]) => topic)).to.deep.equal([]);
    expect(Object.keys(topicSummaries).filter((topic) => !byTopic.has(topic))).to.deep.equal([]);
    expect(
      Object.values(topicSummaries).filter((text) => !/^(Manage|Show) \S.*[^.]$/.test(text)),
    ).to.deep.equal([]);
  });

  for (const [name, command] of commands) {
    describe(name, () => {
      it('has summaries', () => {
        expect(command.summary).to.match(/^[A-Z].*[^.]$/);
        for (const { summary } of [...command.args, ...Object.values(command.flags)])
          expect(summary, `summary of a word of ${name}`).to.match(/\S/);
        for (const flag of Object.keys(command.flags)) expect(flag).to.match(/^[a-z][a-z0-9-]*$/);
      });

      it('has optional and repeated arguments at the end only', () => {
        const { args } = command;
        const firstOptional = args.findIndex(({ optional }) => optional);
        if (firstOptional !== -1)
          expect(args.slice(firstOptional).every(({ optional }) => optional)).to.equal(true);
        expect(args.slice(0, -1).some(({ rest }) => rest)).to.equal(false);
      });

      if (command.internal) return;
      it('has examples that parse', async () => {
        expect(command.examples).not.to.deep.equal([]);
        for (const example of command.examples) {
          expect(example.summary).to.match(/\S/);
          const invocation = await parseInvocation(commandTable, wordsOf(example.command));
          expect(invocation.command.name, example.command).to.equal(name);
        }
      });
    });
  }
});
