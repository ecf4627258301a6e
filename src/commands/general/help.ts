import { Failure } from '../../core/failure.ts';
import { nearest } from '../../core/suggest.ts';
import { command } from '../define.ts';
import { commandHelp, overview, topicHelp } from '../help-text.ts';
import { loadCommands } from '../load.ts';
import { canonicalName, canonicalTopic, table, topicOf, topics } from '../table.ts';

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
    if (asked === undefined) return out.line(overview(await loadCommands(), flags.all));
    const topic = canonicalTopic(asked);
    const name = canonicalName(asked);
    const members = await loadCommands((known) => topicOf(known) === topic);
    if (members.length > 1 || (members.length === 1 && !name)) return out.line(topicHelp(topic, members));
    if (name) return out.line(commandHelp((await table[name]!()).default));
    const near = nearest(asked, [...Object.keys(table), ...topics()]);
    throw new Failure(`There is no command or topic ${asked}`, {
      code: 'usage.unknown-command',
      hint: near ? `Did you mean: dokku help ${near}` : 'List them with: dokku help',
    });
  },
});
