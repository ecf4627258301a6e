import { command } from '../../cli/table/define.ts';
import { entryArgument, milliseconds, timeoutFlag } from './context.ts';
import { waitForEntry } from './wait-for.ts';

export default command({
  name: 'storage:wait',
  summary: 'Wait for the volume of a storage entry',
  description:
    'Many StorageClasses create a volume only for the first pod that uses the claim. For such a class, the command ' +
    'prints this and succeeds before the first deploy.',
  args: [entryArgument],
  flags: { timeout: timeoutFlag },
  role: 'read',
  examples: [
    { command: 'dokku storage:wait shop-data --timeout 60', summary: 'Wait at most a minute for the volume' },
  ],
  run(context, { args, flags }) {
    return waitForEntry(context, args.name, milliseconds(flags.timeout));
  },
});
