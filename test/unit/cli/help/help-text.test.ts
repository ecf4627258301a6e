import { expect } from 'chai';
import { allCommandsHelp, overview, topicHelp } from '../../../../src/cli/help/help-text.ts';
import { helpColumns } from '../../../../src/cli/help/layout.ts';
import { topicOf } from '../../../../src/cli/table/command-table.ts';
import { summaries } from '../../../../src/commands/summaries.ts';
import { topicGroups } from '../../../../src/commands/topic-groups.ts';
import { topicSummaries } from '../../../../src/commands/topic-summaries.ts';

const commands = await summaries();
const topics = [...new Set(commands.map(({ name }) => topicOf(name)))];

/** Lines and columns of an ordinary terminal. */
const maxLines = 50;
const maxColumns = 80;

describe('the text of help', () => {
  it('shows all topics in groups on one screen', () => {
    const lines = overview(commands, topicSummaries, topicGroups).split('\n');
    expect(lines.length).to.be.at.most(maxLines);
    expect(lines.filter((line) => line.length > maxColumns)).to.deep.equal([]);
    expect(lines.filter((line) => /^\w+:$/.test(line))).to.deep.equal(
      ['Apps', 'Deploys', 'Config', 'Network', 'Storage', 'Cluster', 'Access', 'Server'].map((t) => `${t}:`),
    );
  });

  it('has each topic in exactly one group', () => {
    const grouped = topicGroups.flatMap((group) => group.topics);
    expect(grouped.toSorted()).to.deep.equal(topics.filter((topic) => !topic.includes(':')).toSorted());
  });

  it('keeps within the width of help', () => {
    const pages = [
      allCommandsHelp(commands),
      ...topics.map((topic) =>
        topicHelp(
          topic,
          topicSummaries[topic],
          commands.filter(({ name }) => topicOf(name) === topic),
        ),
      ),
    ];
    expect(
      pages.flatMap((page) => page.split('\n')).filter((line) => line.length > helpColumns),
    ).to.deep.equal([]);
  });
});
