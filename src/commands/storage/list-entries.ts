import { command } from '../../cli/table/define.ts';
import { entryJson } from '../../storage/entry/json.ts';
import { seenColumns, seenJson, seenOf, usersOf } from './seen.ts';

export default command({
  name: 'storage:list-entries',
  summary: 'List the storage entries of the installation',
  description:
    'Columns, separated by tabs: name, scheduler, path, phase, volume, node, used, apps that mount it.',
  args: [],
  flags: {
    scheduler: { type: 'string', summary: 'Only those of this scheduler', placeholder: 'SCHEDULER' },
    'no-cluster': {
      type: 'boolean',
      summary: 'Only what is stored: without phase, volume, node and used bytes',
    },
    format: {
      type: 'string',
      summary: 'Output format',
      choices: ['text', 'json'],
      default: 'text',
      placeholder: 'FORMAT',
    },
  },
  role: 'read',
  examples: [
    {
      command: 'dokku storage:list-entries',
      summary: 'See what storage there is, where it is and who mounts it',
    },
    {
      command: 'dokku storage:list-entries --no-cluster',
      summary: 'See name, scheduler and path without asking the cluster',
    },
  ],
  async run(context, { flags }) {
    const { store, out } = context;
    const entries = store.storageEntries
      .list()
      .filter(({ scheduler }) => flags.scheduler === undefined || scheduler === flags.scheduler);
    const looks = flags['no-cluster'] ? undefined : await seenOf(context, entries);
    const users = store.mounts.users();
    const rows = entries.map((entry) => ({
      entry,
      seen: looks?.get(entry.name),
      apps: usersOf(context, entry.name, users),
    }));
    if (flags.format === 'json')
      return out.json(
        rows.map(({ entry, seen, apps }) => ({ ...entryJson(entry), ...seenJson(seen), mounted_by: apps })),
      );
    if (rows.length === 0) return out.step('There are no storage entries');
    out.step('Storage entries:');
    const lines = rows.map(({ entry, seen, apps }) => {
      const stored = [entry.name, entry.scheduler, entry.hostPath];
      return (looks ? [...stored, ...seenColumns(seen), apps.join(',')] : stored).join('\t');
    });
    out.line(lines.join('\n'));
  },
});
