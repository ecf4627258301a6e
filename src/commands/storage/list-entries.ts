import { command } from '../../cli/table/define.ts';
import { entryJson } from '../../storage/entry/json.ts';
import { entryStatuses, statusColumns, statusJson, visibleUsersOf } from './entry-status.ts';

export default command({
  name: 'storage:list-entries',
  summary: 'List storage entries',
  description:
    'Prints columns separated by tabs: name, scheduler, path, phase, volume, node, used, apps that mount the entry.',
  args: [],
  flags: {
    scheduler: { type: 'string', summary: 'Only entries of this scheduler', placeholder: 'SCHEDULER' },
    'no-cluster': {
      type: 'boolean',
      summary: 'Only stored values: without phase, volume, node and used bytes',
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
      summary: 'List the entries with volumes, nodes and apps',
    },
    {
      command: 'dokku storage:list-entries --no-cluster',
      summary: 'List name, scheduler and path without a request to the cluster',
    },
  ],
  async run(context, { flags }) {
    const { store, out } = context;
    const entries = store.storageEntries
      .list()
      .filter(({ scheduler }) => flags.scheduler === undefined || scheduler === flags.scheduler);
    const statuses = flags['no-cluster'] ? undefined : await entryStatuses(context, entries);
    const users = store.mounts.users();
    const rows = entries.map((entry) => ({
      entry,
      status: statuses?.get(entry.name),
      apps: visibleUsersOf(context, entry.name, users),
    }));
    if (flags.format === 'json')
      return out.json(
        rows.map(({ entry, status, apps }) => ({
          ...entryJson(entry),
          ...statusJson(status),
          mounted_by: apps,
        })),
      );
    if (rows.length === 0) return out.step('There are no storage entries');
    out.step('Storage entries:');
    const lines = rows.map(({ entry, status, apps }) => {
      const stored = [entry.name, entry.scheduler, entry.hostPath];
      return (statuses ? [...stored, ...statusColumns(status), apps.join(',')] : stored).join('\t');
    });
    out.line(lines.join('\n'));
  },
});
