import { authorize } from '../../../access/guard.ts';
import { columns } from '../../../cli/parts/table-text.ts';
import { command, formatFlag } from '../../../cli/table/define.ts';
import type { NodeResources, NodeStatus } from '../../../cluster/nodes/list-nodes.ts';
import { GLOBAL } from '../../../state/scope.ts';
import { age, cpus, gibibytes } from './units.ts';

const name = 'scheduler-k3s:cluster:list';

export default command({
  name,
  summary: 'List the nodes of the cluster',
  description:
    'Free CPU and memory are what new pods may still request. The last column contains the reason when a node is not ' +
    'ready, under pressure or cordoned. Needs the role read for all apps.',
  args: [],
  flags: { format: formatFlag },
  role: 'read',
  examples: [
    { command: 'dokku scheduler-k3s:cluster:list', summary: 'Show whether all nodes are ready' },
    {
      command: 'dokku scheduler-k3s:cluster:list --format json',
      summary: 'Print the nodes with exact quantities',
    },
  ],
  async run(context, { flags }) {
    // Nodes belong to no app, so a role for one app is not enough.
    authorize(context, { name, role: 'read' }, GLOBAL);
    const { listNodes } = await import('../../../cluster/nodes/list-nodes.ts');
    const nodes = await listNodes(await context.kube(), context.signal);
    const now = Date.now();
    if (flags.format === 'json') return context.out.json(nodes.map((node) => json(node, now)));
    for (const line of columns([heading, ...nodes.map((node) => row(node, now))])) context.out.line(line);
  },
});

const heading = ['Name', 'Ready', 'Roles', 'Version', 'Pods', 'Free CPU', 'Free memory', 'Age', 'Notes'];

function row(node: NodeStatus, now: number): string[] {
  const { capacity, free } = node;
  return [
    node.name,
    String(node.ready),
    node.roles.join(','),
    node.version,
    `${node.pods} of ${capacity.pods}`,
    `${cpus(free.cpu)} of ${cpus(capacity.cpu)}`,
    `${gibibytes(free.memory)} of ${gibibytes(capacity.memory)} Gi`,
    age(node.created, now),
    node.reasons.join('; '),
  ];
}

/** The keys of Dokku's own output are capitalised. */
function json(node: NodeStatus, now: number): object {
  return {
    Name: node.name,
    Roles: node.roles,
    Ready: node.ready,
    RemoteHost: node.remoteHost,
    Version: node.version,
    Reasons: node.reasons,
    Cordoned: node.cordoned,
    Pressure: node.pressure,
    Pods: node.pods,
    Capacity: resourcesJson(node.capacity),
    Free: resourcesJson(node.free),
    Created: node.created,
    AgeSeconds: Math.max(0, Math.floor((now - Date.parse(node.created)) / 1000)),
  };
}

function resourcesJson({ cpu, memory, pods }: NodeResources): object {
  return { Cpu: cpu, Memory: memory, Pods: pods };
}
