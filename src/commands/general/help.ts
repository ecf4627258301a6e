import { command } from '../define.ts';
import { commandHelp, overview, topicHelp } from '../help-text.ts';
import { summaries } from '../summaries.ts';
import { canonicalName, canonicalTopic, table, topicOf } from '../table.ts';

export default command({
  name: 'help',
  summary: 'List the commands, or explain one',
  args: [{ name: 'command', summary: 'A command or a topic', kind: 'text', optional: true }],
  flags: { all: { type: 'boolean', summary: 'List every command with its arguments' } },
  role: 'read',
  examples: [
    { command: 'dokku help apps', summary: 'List the commands of a topic' },
    { command: 'dokku help apps:create', summary: 'Explain one command' },
  ],
  async run({ out }, { args, flags }) {
    const { command: asked } = args;
    const all = await summaries();
    if (asked === undefined) return out.line(overview(all, flags.all));
    const topic = canonicalTopic(asked);
    const name = canonicalName(asked);
    const own = name ? (await table[name]!()).default : undefined;
    const members = all.filter((each) => isWithin(topicOf(each.name), topic));
    if (members.some((member) => member.name !== name)) return out.line(topicHelp(topic, members, own));
    if (own) return out.line(commandHelp(own));
    throw (await import('../unknown-command.ts')).unknownTopic(asked);
  },
});

/** A topic is part of itself, and `storage:labels` is part of `storage`. */
function isWithin(topic: string, whole: string): boolean {
  return topic === whole || topic.startsWith(`${whole}:`);
}
