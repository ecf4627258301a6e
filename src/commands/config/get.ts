import { command, scopeArgument } from '../../cli/table/define.ts';
import { ExitStatus } from '../../core/failure.ts';
import { quote } from './formats.ts';

export default command({
  name: 'config:get',
  summary: 'Print the value of a config var',
  description: 'If the variable is not set, nothing is printed and the exit status is 1.',
  args: [scopeArgument, { name: 'key', summary: 'Name of the variable', kind: 'text' }],
  flags: { quoted: { type: 'boolean', summary: 'Quote the value for a shell' } },
  role: 'deploy',
  examples: [{ command: 'dokku config:get my-app NODE_ENV', summary: 'Print one value' }],
  run({ store, out }, { args, flags }) {
    const value = store.config.get(args.scope, args.key);
    if (value === undefined) return ExitStatus.failure;
    out.printUnredacted(flags.quoted ? quote(value) : value);
    return ExitStatus.ok;
  },
});
