import { command } from '../../cli/table/define.ts';
import { entryArgument, milliseconds, timeoutFlag } from './context.ts';
import { waitForEntry } from './wait-for.ts';

export default command({
  name: 'storage:wait',
  summary: 'Wait until a storage entry has its volume',
  description:
    'Many storage classes make a volume only when the first pod uses the claim: then there is nothing to wait for ' +
    'before the first deploy, and the command says so and ends well.',
  args: [entryArgument],
  flags: { timeout: timeoutFlag },
  role: 'read',
  examples: [
    { command: 'dokku storage:wait shop-data --timeout 60', summary: 'Go on when the volume is there' },
  ],
  run(context, { args, flags }) {
    return waitForEntry(context, args.name, milliseconds(flags.timeout));
  },
});
