import { columns } from '../../cli/parts/table-text.ts';
import { appArgument, command, formatFlag } from '../../cli/table/define.ts';

export default command({
  name: 'access:audit',
  summary: 'Show the audit log',
  description:
    'The log shows who ran which command, and who was refused. All commands over SSH and HTTP are recorded. ' +
    'Local commands are recorded when they can change something. Arguments are not recorded, because they may ' +
    'contain secrets.',
  args: [{ ...appArgument, optional: true }],
  flags: {
    num: { type: 'number', summary: 'Number of newest entries (default 100)', short: 'n' },
    format: formatFlag,
  },
  role: 'admin',
  examples: [
    { command: 'dokku access:audit shop --num 20', summary: 'Show the last twenty commands on one app' },
  ],
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
