import { authorize } from '../../../access/guard.ts';
import { columns } from '../../../cli/parts/table-text.ts';
import { command, formatFlag } from '../../../cli/table/define.ts';
import { storedSysctls } from '../../../cluster/node-sysctls/stored.ts';
import { GLOBAL } from '../../../state/scope.ts';

const name = 'scheduler-k3s:node-sysctls:report';

export default command({
  name,
  summary: 'Show the kernel parameters of the nodes',
  description: 'Prints what node-sysctls:set has stored. Needs the role read for all apps.',
  args: [],
  flags: { format: formatFlag },
  role: 'read',
  examples: [
    { command: 'dokku scheduler-k3s:node-sysctls:report', summary: 'Show the sysctls of all nodes' },
  ],
  run(context, { flags }) {
    // Nodes belong to no app, so a role for one app is not enough.
    authorize(context, { name, role: 'read' }, GLOBAL);
    const sysctls = storedSysctls(context.store);
    if (flags.format === 'json') return context.out.json({ [GLOBAL]: sysctls });
    const rows = Object.entries(sysctls).map(([sysctl, value]) => [GLOBAL, sysctl, value]);
    for (const line of columns([['Scope', 'Sysctl', 'Value'], ...rows])) context.out.line(line);
  },
});
