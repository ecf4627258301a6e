import { keyValues } from '../../cli/parts/table-text.ts';
import { command } from '../../cli/table/define.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';
import { findEntry } from '../../storage/entry/entry-lock.ts';
import { entryJson } from '../../storage/entry/json.ts';
import type { EntryStatus } from '../../storage/inspect/inspect.ts';
import { entryArgument } from './context.ts';
import { seenJson, seenOf, usedText, usersOf } from './seen.ts';

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
    const apps = usersOf(context, entry.name, store.mounts.users());
    const seen = (await seenOf(context, [entry])).get(entry.name);
    const change = store.storageEntries.state(entry.name)?.change;
    if (flags.format === 'json')
      return out.json({ ...entryJson(entry), ...seenJson(seen), mounted_by: apps });
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

function clusterTexts(seen: EntryStatus): Record<string, string> {
  const { phase, volume, capacity, nodes, pods } = seen;
  return {
    Phase: phase,
    Volume: volume,
    Capacity: capacity,
    Node: nodes.join(', '),
    Used: usedText(seen),
    Pods: pods.join(', '),
  };
}
