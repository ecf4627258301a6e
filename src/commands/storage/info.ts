import { roleOf } from '../../access/guard.ts';
import { messageOf } from '../../core/failure.ts';
import { GLOBAL } from '../../state/scope.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';
import { findEntry } from '../../storage/change.ts';
import { look, type Seen } from '../../storage/look.ts';
import type { Context } from '../context.ts';
import { command } from '../define.ts';
import { keyValues } from '../table-text.ts';
import { entryArgument } from './context.ts';
import { entryJson } from './fields.ts';

export default command({
  name: 'storage:info',
  summary: 'Show a storage entry, its volume and who uses it',
  args: [entryArgument],
  flags: {
    format: {
      type: 'string',
      summary: 'Output format',
      choices: ['text', 'json'],
      default: 'text',
      placeholder: 'FORMAT',
    },
  },
  role: 'read',
  examples: [{ command: 'dokku storage:info shop-data', summary: 'See size, phase, volume and node' }],
  async run(context, { args, flags }) {
    const { out, store } = context;
    const entry = findEntry(store, args.name);
    const apps = visible(context, store.mounts.usersOf(entry.name));
    const seen = await seenOf(context, entry);
    const change = store.storageEntries.state(entry.name)?.change;
    if (flags.format === 'json')
      return out.json({ ...entryJson(entry), ...clusterJson(seen), mounted_by: apps });
    out.step(`Storage entry ${entry.name}`);
    const rows = Object.entries({
      ...texts(entry),
      ...(seen && clusterTexts(seen)),
      'Mounted by': apps.join(', '),
    });
    for (const line of keyValues(rows.filter(([, value]) => value !== ''))) out.detail(line);
    if (change) out.warn(`storage:${change} is under way, or was interrupted`);
  },
});

function visible(context: Context, apps: string[]): string[] {
  return apps.filter((app) => roleOf(context, app) ?? roleOf(context, GLOBAL));
}

async function seenOf(context: Context, entry: StorageEntry): Promise<Seen | undefined> {
  if (entry.scheduler !== 'k3s') return undefined;
  try {
    return await look(await context.kube(), entry, context.signal);
  } catch (error) {
    context.out.warn(`The cluster was not asked: ${messageOf(error)}`);
    return undefined;
  }
}

function texts(entry: StorageEntry): Record<string, string> {
  return {
    Scheduler: entry.scheduler,
    'Host path': entry.hostPath,
    Size: entry.size,
    'Access mode': entry.scheduler === 'k3s' ? entry.accessMode || 'ReadWriteOnce' : '',
    'Storage class': entry.storageClass,
    Namespace: entry.scheduler === 'k3s' ? entry.namespace : '',
    Chown: entry.chown,
    Mode: entry.mode,
    'Reclaim policy': entry.reclaimPolicy || (entry.scheduler === 'k3s' ? 'Retain' : ''),
  };
}

function clusterTexts({ phase, volume, capacity, nodes, pods, used }: Seen): Record<string, string> {
  return {
    Phase: phase,
    Volume: volume,
    Capacity: capacity,
    Node: nodes.join(', '),
    Used: used === undefined ? '' : `${(used / 1024 / 1024).toFixed(1)} MiB`,
    Pods: pods.join(', '),
  };
}

function clusterJson(seen: Seen | undefined): Record<string, unknown> {
  if (!seen) return {};
  const { phase, volume, capacity, policy, nodes, pods, used } = seen;
  return {
    phase,
    bound_volume: volume,
    volume_reclaim_policy: policy,
    capacity,
    nodes,
    pods,
    used_bytes: used ?? null,
  };
}
