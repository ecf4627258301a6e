import { keyValues } from '../../cli/parts/table-text.ts';
import { command } from '../../cli/table/define.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';
import { findEntry } from '../../storage/entry/entry-lock.ts';
import { entryJson } from '../../storage/entry/json.ts';
import type { EntryStatus } from '../../storage/inspect/inspect.ts';
import { entryArgument } from './context.ts';
import { entryStatuses, statusJson, usedText, visibleUsersOf } from './entry-status.ts';

export default command({
  name: 'storage:info',
  summary: 'Show a storage entry, its volume and the apps that mount it',
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
  examples: [{ command: 'dokku storage:info shop-data', summary: 'Show size, phase, volume and node' }],
  async run(context, { args, flags }) {
    const { out, store } = context;
    const entry = findEntry(store, args.name);
    const apps = visibleUsersOf(context, entry.name, store.mounts.users());
    const status = (await entryStatuses(context, [entry])).get(entry.name);
    const change = store.storageEntries.state(entry.name)?.change;
    if (flags.format === 'json')
      return out.json({ ...entryJson(entry), ...statusJson(status), mounted_by: apps });
    out.step(`Storage entry ${entry.name}`);
    const rows = Object.entries({
      ...texts(entry),
      ...(status && clusterTexts(status)),
      'Mounted by': apps.join(', '),
    });
    for (const line of keyValues(rows.filter(([, value]) => value !== ''))) out.detail(line);
    if (change) out.warn(`storage:${change} is still running or was interrupted`);
  },
});

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

function clusterTexts(status: EntryStatus): Record<string, string> {
  const { phase, volume, capacity, nodes, pods } = status;
  return {
    Phase: phase,
    Volume: volume,
    Capacity: capacity,
    Node: nodes.join(', '),
    Used: usedText(status),
    Pods: pods.join(', '),
  };
}
