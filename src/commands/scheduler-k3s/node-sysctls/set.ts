import { command } from '../../../cli/table/define.ts';

export default command({
  name: 'scheduler-k3s:node-sysctls:set',
  summary: 'Set or remove a kernel parameter of all nodes',
  description:
    'The command ends when every ready node has the value; nodes that join later get it too. When a node refuses the ' +
    'value, nothing is stored. Without a value, the sysctl is no longer set, and the kernel of each node keeps the ' +
    'last value until the node restarts. A value that begins with a dash goes after --.',
  args: [
    { name: 'sysctl', summary: 'Name of the sysctl, e.g. vm.max_map_count', kind: 'text' },
    {
      name: 'value',
      summary: 'New value; omit to remove the setting',
      kind: 'text',
      optional: true,
      rest: true,
    },
  ],
  flags: { global: { type: 'boolean', summary: 'On all nodes (the default)' } },
  role: 'admin',
  examples: [
    {
      command: 'dokku scheduler-k3s:node-sysctls:set vm.max_map_count 262144',
      summary: 'Prepare all nodes for Elasticsearch',
    },
    {
      command: "dokku scheduler-k3s:node-sysctls:set net.ipv4.tcp_rmem '4096 131072 6291456'",
      summary: 'Set a sysctl of several numbers',
    },
    {
      command: 'dokku scheduler-k3s:node-sysctls:set vm.max_map_count',
      summary: 'Stop setting the sysctl',
    },
  ],
  async run(context, { args }) {
    const { checkSysctlName, checkSysctlValue } = await import('../../../cluster/node-sysctls/check.ts');
    const { setNodeSysctl } = await import('../../../cluster/node-sysctls/set.ts');
    const name = checkSysctlName(args.sysctl);
    const words = args.value.join(' ');
    const value = words === '' ? undefined : checkSysctlValue(name, words);
    await setNodeSysctl(context, name, value);
  },
});
