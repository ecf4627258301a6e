import { allCommandsHelp, commandHelp, overview, topicHelp } from '../../cli/help/help-text.ts';
import { canonicalTopic, topicOf } from '../../cli/table/command-table.ts';
import { command } from '../../cli/table/define.ts';
import { summaries } from '../summaries.ts';
import { commandTable } from '../table.ts';
import { topicGroups } from '../topic-groups.ts';
import { topicSummaries } from '../topic-summaries.ts';

export default command({
  name: 'help',
  summary: 'List the commands or show the help of one',
  args: [{ name: 'command', summary: 'Name of a command or a topic', kind: 'text', optional: true }],
  flags: { all: { type: 'boolean', summary: 'List every command with its arguments' } },
  role: 'read',
  examples: [
    { command: 'dokku help apps', summary: 'List the commands of a topic' },
    { command: 'dokku help apps:create', summary: 'Show flags, arguments and examples of one command' },
  ],
  async run({ out }, { args, flags }) {
    const { command: asked } = args;
    const all = await summaries();
    if (asked === undefined)
      return out.line(flags.all ? allCommandsHelp(all) : overview(all, topicSummaries, topicGroups));
    const topic = canonicalTopic(asked);
    const name = commandTable.canonicalName(asked);
    const own = name ? await commandTable.find(name) : undefined;
    const members = all.filter((each) => isWithin(topicOf(each.name), topic));
    if (members.some((member) => member.name !== name))
      return out.line(topicHelp(topic, topicSummaries[topic], members, own));
    if (own) return out.line(commandHelp(own));
    throw (await import('../../cli/help/unknown-command.ts')).unknownTopic(commandTable, asked);
  },
});

/** A topic is part of itself, and `storage:labels` is part of `storage`. */
function isWithin(topic: string, whole: string): boolean {
  return topic === whole || topic.startsWith(`${whole}:`);
}
