import { command } from '../../cli/table/define.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';
import { createEntry } from '../../storage/create/create.ts';
import { entryArgument, milliseconds, storageOf, timeoutFlag } from './context.ts';
import { defaultPath, keyValuePairs } from './fields.ts';
import { waitForEntry } from './wait-for.ts';

export default command({
  name: 'storage:create',
  summary: 'Create a storage entry',
  description:
    'Without a path, a StorageClass of the cluster creates the volume. With a path, the volume is that folder of a ' +
    'node. A command that fails changes nothing. Creating the same entry again changes nothing.',
  args: [
    entryArgument,
    { name: 'path', summary: 'Absolute path of a folder on the node', kind: 'text', optional: true },
  ],
  flags: {
    scheduler: {
      type: 'string',
      summary: 'k3s, or docker-local for an entry without a volume in the cluster',
      choices: ['k3s', 'docker-local'],
      default: 'k3s',
      placeholder: 'SCHEDULER',
    },
    size: { type: 'string', summary: 'Size of the volume: 500Mi, 10Gi', placeholder: 'SIZE' },
    'access-mode': {
      type: 'string',
      summary: 'Access mode: ReadWriteOnce (default), ReadWriteOncePod, ReadWriteMany or ReadOnlyMany',
      placeholder: 'MODE',
    },
    'storage-class-name': {
      type: 'string',
      summary: 'StorageClass that creates the volume (default: the default class of the cluster)',
      placeholder: 'CLASS',
    },
    volume: {
      type: 'string',
      summary: 'Existing volume without a claim, to be adopted with its data',
      placeholder: 'VOLUME',
    },
    namespace: {
      type: 'string',
      summary: 'Namespace of the claim and of the apps that mount the entry',
      placeholder: 'NAMESPACE',
    },
    'reclaim-policy': {
      type: 'string',
      summary: 'Effect of storage:destroy on the data: Retain (default) or Delete',
      placeholder: 'POLICY',
    },
    chown: {
      type: 'string',
      summary: 'Owner of the files, set once: herokuish, heroku, paketo, root, false or a uid',
      placeholder: 'OWNER',
    },
    mode: { type: 'string', summary: 'Mode of the folder of a docker-local entry', placeholder: 'MODE' },
    annotation: {
      type: 'string',
      multiple: true,
      summary: 'Annotation of the claim and the volume; may be repeated',
      placeholder: 'KEY=VALUE',
    },
    label: {
      type: 'string',
      multiple: true,
      summary: 'Label of the claim and the volume; may be repeated',
      placeholder: 'KEY=VALUE',
    },
    wait: { type: 'boolean', summary: 'Wait for the volume, like storage:wait' },
    timeout: timeoutFlag,
    adopt: { type: 'boolean', summary: 'Adopt the existing claim of that name with its data' },
  },
  role: 'admin',
  examples: [
    {
      command: 'dokku storage:create shop-data --size 1Gi',
      summary: 'Let the default StorageClass create a volume',
    },
    {
      command: 'dokku storage:create shop-photos /srv/photos --size 50Gi --access-mode ReadWriteMany',
      summary: 'Use a folder of the node',
    },
    {
      command: 'dokku storage:create old-data --adopt',
      summary: 'Adopt a claim that was created by hand',
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
    const created = await createEntry(storageOf(context), entry, { adopt: flags.adopt });
    context.out.step(
      created
        ? `Storage entry ${args.name} created`
        : `Storage entry ${args.name} already exists; nothing was changed`,
    );
    if (flags.wait) await waitForEntry(context, args.name, milliseconds(flags.timeout));
  },
});
