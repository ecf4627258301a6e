import { confirmDestruction } from '../../cli/parts/confirm.ts';
import { command } from '../../cli/table/define.ts';
import { dataOutcomeOf } from '../../storage/destroy/data-retention.ts';
import { destroyEntry } from '../../storage/destroy/destroy.ts';
import { requireNoPods, requireUnmounted } from '../../storage/destroy/in-use.ts';
import { findEntry } from '../../storage/entry/entry-lock.ts';
import { entryArgument, storageOf } from './context.ts';

export default command({
  name: 'storage:destroy',
  summary: 'Destroy a storage entry',
  description:
    'Refused while an app mounts the entry. The reclaim policy of the entry applies to its data: Retain keeps the ' +
    'volume, Delete deletes the volume. The confirmation shows the outcome.',
  args: [entryArgument],
  flags: { force: { type: 'boolean', summary: 'Skip the confirmation' } },
  role: 'admin',
  examples: [{ command: 'dokku storage:destroy shop-data', summary: 'Destroy an entry that no app mounts' }],
  async run(context, { args, flags }) {
    const storage = storageOf(context);
    const entry = findEntry(context.store, args.name);
    requireUnmounted(context.store, entry);
    // destroyEntry removes the pods that an interrupted command left.
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
