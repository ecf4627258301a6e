import { confirmDestruction } from '../../cli/parts/confirm.ts';
import { command } from '../../cli/table/define.ts';
import { dataOutcomeOf } from '../../storage/destroy/data-retention.ts';
import { destroyEntry } from '../../storage/destroy/destroy.ts';
import { requireNoPods, requireUnmounted } from '../../storage/destroy/in-use.ts';
import { findEntry } from '../../storage/entry/entry-lock.ts';
import { entryArgument, storageOf } from './context.ts';

export default command({
  name: 'storage:destroy',
  summary: 'Remove a storage entry',
  description:
    'Refused while an app mounts it. Its reclaim policy decides what becomes of the data, and the confirmation says ' +
    'it: Retain keeps the volume, Delete deletes it.',
  args: [entryArgument],
  flags: { force: { type: 'boolean', summary: 'Without confirmation' } },
  role: 'admin',
  examples: [{ command: 'dokku storage:destroy shop-data', summary: 'Remove an entry that no app mounts' }],
  async run(context, { args, flags }) {
    const storage = storageOf(context);
    const entry = findEntry(context.store, args.name);
    requireUnmounted(context.store, entry);
    // Pods that an interrupted command has left are taken care of later.
    if (!context.store.storageEntries.state(entry.name)) await requireNoPods(storage, entry);
    await confirmDestruction(context, {
      kind: 'storage entry',
      name: entry.name,
      consequence: dataOutcomeOf(entry),
      force: flags.force,
    });
    await destroyEntry(storage, entry);
    context.out.step(`Storage entry ${entry.name} destroyed`);
  },
});
