import { appArgument, command } from '../../cli/table/define.ts';
import { entryStatuses, statusJson, visibleUsersOf } from './entry-status.ts';

export default command({
  name: 'storage:list',
  summary: 'List the storage mounts of the processes of an app',
  args: [appArgument],
  flags: {
    format: {
      type: 'string',
      summary: 'Output format; JSON includes the state in the cluster',
      choices: ['text', 'json'],
      default: 'text',
      placeholder: 'FORMAT',
    },
  },
  role: 'read',
  examples: [{ command: 'dokku storage:list my-app', summary: 'List the entries and their paths' }],
  async run(context, { args, flags }) {
    const { store, out } = context;
    const mounts = store.mounts.list(args.app).filter(({ phases }) => phases.includes('deploy'));
    const rows = mounts.map((mount) => ({ mount, entry: store.storageEntries.find(mount.entry)! }));
    if (flags.format === 'json') {
      const entries = [...new Map(rows.map(({ entry }) => [entry.name, entry])).values()];
      const statuses = await entryStatuses(context, entries);
      const users = store.mounts.users();
      return out.json(
        rows.map(({ mount, entry }) => ({
          entry_name: entry.name,
          host_path: entry.hostPath,
          container_path: mount.containerPath,
          ...(mount.readonly && { readonly: true }),
          ...(mount.volumeOptions && { volume_options: mount.volumeOptions }),
          ...statusJson(statuses.get(entry.name)),
          mounted_by: visibleUsersOf(context, entry.name, users),
        })),
      );
    }
    out.step(`${args.app} volume bind-mounts:`);
    for (const { mount, entry } of rows) {
      const options = [mount.readonly && 'ro', mount.volumeOptions].filter(Boolean).join(',');
      const text = `${entry.hostPath || entry.name}:${mount.containerPath}${options && `:${options}`}`;
      if (out.quiet) out.line(text);
      else out.detail(text);
    }
  },
});
