import { columns } from '../../cli/parts/table-text.ts';
import { appArgument, command, formatFlag } from '../../cli/table/define.ts';

export default command({
  name: 'access:audit',
  summary: 'Show who ran what, and who was refused',
  description:
    'Commands over SSH and HTTP are all recorded, local ones when they may change something. Arguments are not recorded, because they may be secrets.',
  args: [{ ...appArgument, optional: true }],
  flags: {
    num: { type: 'number', summary: 'How many of the newest entries (default 100)', short: 'n' },
    format: formatFlag,
  },
  role: 'admin',
  examples: [{ command: 'dokku access:audit shop --num 20', summary: 'The last twenty commands on one app' }],
  run({ store, out }, { args, flags }) {
    const entries = store.audit.tail(flags.num ?? 100, args.app);
    if (flags.format === 'json') {
      return out.json(
        entries.map(({ at, exitStatus, ...rest }) => ({
          at: new Date(at).toISOString(),
          ...rest,
          exit_status: exitStatus,
        })),
      );
    }
    const rows = entries.map((entry) => [
      new Date(entry.at).toISOString(),
      entry.actor,
      entry.via,
      entry.command,
      entry.app ?? '',
      entry.allowed ? `exit ${entry.exitStatus}` : 'refused',
    ]);
    for (const line of columns([['Time', 'Who', 'Via', 'Command', 'App', 'Outcome'], ...rows]))
      out.line(line);
  },
});
