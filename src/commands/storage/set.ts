import type { Context } from '../../cli/invoke/context.ts';
import { command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { GLOBAL } from '../../state/scope.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';
import { findEntry, requireComplete } from '../../storage/entry/entry-lock.ts';
import { type EntryUpdate, setEntry } from '../../storage/set/set.ts';
import { milliseconds, storageOf, timeoutFlag } from './context.ts';
import { keyValuePairs } from './fields.ts';

/** The field of each property that can be changed. */
const changeable = { size: 'size', 'reclaim-policy': 'reclaimPolicy', chown: 'chown', mode: 'mode' } as const;

/** The reason why each other property cannot be changed. */
const unchangeable: Record<string, string> = {
  'access-mode': 'Kubernetes never changes the access mode of a claim',
  'storage-class-name': 'Kubernetes never changes the storage class of a claim',
  namespace: 'Kubernetes never moves a claim to another namespace',
  'host-path': 'Kubernetes never changes the path of a volume',
};

export default command({
  name: 'storage:set',
  summary: 'Change a storage entry',
  description:
    'Properties: size, which can only grow; reclaim-policy; chown, which takes effect at once; mode. Without a value, ' +
    'the property is cleared. With --global: image, the image of storage pods; trigger-timeout, the maximum seconds ' +
    'of a plugin script.',
  args: [
    { name: 'name', summary: 'Name of the storage entry, or --global', kind: 'text' },
    { name: 'property', summary: 'Name of the property', kind: 'text', optional: true },
    { name: 'value', summary: 'New value', kind: 'text', optional: true },
  ],
  flags: {
    global: {
      type: 'boolean',
      summary: 'Set a global storage property: storage:set --global image <image>',
    },
    size: { type: 'string', summary: 'New size', placeholder: 'SIZE' },
    'reclaim-policy': {
      type: 'string',
      summary: 'New reclaim policy: Retain or Delete',
      placeholder: 'POLICY',
    },
    chown: { type: 'string', summary: 'New owner of the files', placeholder: 'OWNER' },
    namespace: {
      type: 'string',
      summary: 'Refused: a claim cannot move to another namespace',
      placeholder: 'NAMESPACE',
    },
    annotation: {
      type: 'string',
      multiple: true,
      summary: 'Annotation; replaces all annotations; may be repeated',
      placeholder: 'KEY=VALUE',
    },
    label: {
      type: 'string',
      multiple: true,
      summary: 'Label; replaces all labels; may be repeated',
      placeholder: 'KEY=VALUE',
    },
    timeout: timeoutFlag,
  },
  role: 'admin',
  examples: [
    { command: 'dokku storage:set shop-data size 2Gi', summary: 'Grow a volume' },
    {
      command: 'dokku storage:set shop-data reclaim-policy Delete',
      summary: 'Delete the data with storage:destroy',
    },
    { command: 'dokku storage:set --global image busybox', summary: 'Use another image for storage:exec' },
  ],
  async run(context, { args, flags }) {
    if (flags.global) return setGlobal(context, args.name, args.property);
    const entry = findEntry(context.store, args.name);
    if (context.store.storageEntries.state(entry.name)?.change !== 'set')
      requireComplete(context.store, entry.name);
    const given = changeByFlags(flags);
    if (args.property !== undefined && Object.keys(given).length > 0)
      throw new Failure('Give either a property with its value, or flags', { code: 'usage' });
    const change =
      args.property === undefined ? given : changeByProperty(entry, args.property, args.value ?? '');
    if (Object.keys(change).length === 0)
      throw new Failure('Please specify a property or a flag', {
        code: 'usage',
        hint: `For example: dokku storage:set ${entry.name} size 2Gi`,
      });
    const timeout = milliseconds(flags.timeout);
    const changed = await setEntry(storageOf(context), entry, change, { timeout });
    context.out.step(
      changed
        ? `Storage entry ${entry.name} updated`
        : `Storage entry ${entry.name} already has these values`,
    );
  },
});

function changeByProperty(entry: StorageEntry, property: string, value: string): EntryUpdate {
  refuseUnchangeable(property, entry.name);
  if (!Object.hasOwn(changeable, property))
    throw new Failure(`Invalid property ${property}`, {
      code: 'usage.property',
      details: [`Valid properties: ${Object.keys(changeable).sort().join(', ')}`],
    });
  return { [changeable[property as keyof typeof changeable]]: value };
}

interface Flags {
  size: string | undefined;
  'reclaim-policy': string | undefined;
  chown: string | undefined;
  namespace: string | undefined;
  annotation: string[];
  label: string[];
}

function changeByFlags(flags: Flags): EntryUpdate {
  if (flags.namespace !== undefined) refuseUnchangeable('namespace', '<entry>');
  const { size, chown } = flags;
  return {
    ...(size !== undefined && { size }),
    ...(flags['reclaim-policy'] !== undefined && { reclaimPolicy: flags['reclaim-policy'] }),
    ...(chown !== undefined && { chown }),
    ...(flags.annotation.length > 0 && { annotations: keyValuePairs('annotation', flags.annotation) }),
    ...(flags.label.length > 0 && { labels: keyValuePairs('label', flags.label) }),
  };
}

function refuseUnchangeable(property: string, name: string): void {
  const reason = unchangeable[property];
  if (!reason) return;
  throw new Failure(`Cannot change ${property}: ${reason}`, {
    code: 'storage.fixed',
    hint: [
      'Create another entry with the right value and copy the data:',
      `dokku storage:export ${name} | dokku storage:import <other>`,
    ],
  });
}

const globalProperties = ['image', 'trigger-timeout'];

function setGlobal({ store, out }: Context, property: string, value: string | undefined): void {
  if (!globalProperties.includes(property))
    throw new Failure(`Invalid global property ${property}`, {
      code: 'usage.property',
      details: [`Valid properties: ${globalProperties.join(', ')}`],
    });
  if (value && property === 'trigger-timeout' && !/^[1-9]\d{0,4}$/.test(value))
    throw new Failure(`trigger-timeout must be a number of seconds; got "${value}"`, { code: 'usage' });
  if (value) store.properties.set(GLOBAL, 'storage', property, value);
  else store.properties.unset(GLOBAL, 'storage', property);
  out.header(value ? `Setting ${property} to ${value}` : `Unsetting ${property}`);
}
