import { command } from '../../cli/table/define.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';
import { createEntry } from '../../storage/create/create.ts';
import { entryArgument, milliseconds, storageOf, timeoutFlag } from './context.ts';
import { defaultPath, keyValuePairs } from './fields.ts';
import { waitForEntry } from './wait-for.ts';

export default command({
  name: 'storage:create',
  summary: 'Make a named piece of storage',
  description:
    'Without a path a storage class of the cluster makes the volume; with a path it is that folder of a node. The ' +
    'entry is there when the cluster has taken it; what fails changes nothing. The same entry again changes nothing.',
  args: [
    entryArgument,
    { name: 'path', summary: 'A folder of the node, absolute', kind: 'text', optional: true },
  ],
  flags: {
    scheduler: {
      type: 'string',
      summary: 'k3s, or docker-local for an entry that is data only',
      choices: ['k3s', 'docker-local'],
      default: 'k3s',
      placeholder: 'SCHEDULER',
    },
    size: { type: 'string', summary: 'How much room: 500Mi, 10Gi', placeholder: 'SIZE' },
    'access-mode': {
      type: 'string',
      summary: 'ReadWriteOnce (default), ReadWriteOncePod, ReadWriteMany or ReadOnlyMany',
      placeholder: 'MODE',
    },
    'storage-class-name': {
      type: 'string',
      summary: 'Storage class that makes the volume; the cluster’s default without it',
      placeholder: 'CLASS',
    },
    volume: {
      type: 'string',
      summary: 'A volume of the cluster that no claim has, taken up with its data',
      placeholder: 'VOLUME',
    },
    namespace: {
      type: 'string',
      summary: 'Namespace of the claim: that of the apps',
      placeholder: 'NAMESPACE',
    },
    'reclaim-policy': {
      type: 'string',
      summary: 'What storage:destroy does to the data: Retain (default) or Delete',
      placeholder: 'POLICY',
    },
    chown: {
      type: 'string',
      summary: 'Owner of the files, set once: herokuish, heroku, paketo, root, false or a number',
      placeholder: 'OWNER',
    },
    mode: { type: 'string', summary: 'Mode of the folder of a docker-local entry', placeholder: 'MODE' },
    annotation: { type: 'string', multiple: true, summary: 'On claim and volume', placeholder: 'KEY=VALUE' },
    label: { type: 'string', multiple: true, summary: 'On claim and volume', placeholder: 'KEY=VALUE' },
    wait: { type: 'boolean', summary: 'Also do what storage:wait does' },
    timeout: timeoutFlag,
    adopt: { type: 'boolean', summary: 'Take over the claim of that name, which exists, with its data' },
  },
  role: 'admin',
  examples: [
    { command: 'dokku storage:create shop-data --size 1Gi', summary: 'Let the default class make a volume' },
    {
      command: 'dokku storage:create shop-photos /srv/photos --size 50Gi --access-mode ReadWriteMany',
      summary: 'Use a folder of the node',
    },
    {
      command: 'dokku storage:create old-data --adopt',
      summary: 'Take over a claim that somebody made by hand',
    },
  ],
  async run(context, { args, flags }) {
    const local = flags.scheduler === 'docker-local';
    const entry: StorageEntry = {
      name: args.name,
      scheduler: local ? 'docker-local' : 'k3s',
      hostPath: args.path ?? (local ? defaultPath(context, args.name) : ''),
      size: flags.size ?? '',
      accessMode: flags['access-mode'] ?? '',
      storageClass: flags['storage-class-name'] ?? '',
      volume: flags.volume ?? '',
      namespace: flags.namespace ?? '',
      chown: flags.chown ?? '',
      mode: flags.mode && local ? flags.mode.padStart(4, '0') : (flags.mode ?? ''),
      reclaimPolicy: flags['reclaim-policy'] ?? '',
      annotations: keyValuePairs('annotation', flags.annotation),
      labels: keyValuePairs('label', flags.label),
      adopted: false,
      chownPending: false,
    };
    const made = await createEntry(storageOf(context), entry, { adopt: flags.adopt });
    context.out.step(
      made
        ? `Storage entry ${args.name} created`
        : `Storage entry ${args.name} already exists; nothing was changed`,
    );
    if (flags.wait) await waitForEntry(context, args.name, milliseconds(flags.timeout));
  },
});
