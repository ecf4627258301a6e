import type { Context } from '../../cli/invoke/context.ts';
import { command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { GLOBAL } from '../../state/scope.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';
import { findEntry, requireSettled } from '../../storage/entry/entry-lock.ts';
import { type Change, setEntry } from '../../storage/set/set.ts';
import { milliseconds, storageOf, timeoutFlag } from './context.ts';
import { keyValuePairs } from './fields.ts';

/** Properties that can be changed, and the field of each. */
const changeable = { size: 'size', 'reclaim-policy': 'reclaimPolicy', chown: 'chown', mode: 'mode' } as const;

/** Why the others cannot. */
const fixed: Record<string, string> = {
  'access-mode': 'Kubernetes never changes the access mode of a claim',
  'storage-class-name': 'Kubernetes never changes the storage class of a claim',
  namespace: 'a claim never moves to another namespace, and its data would stay behind',
  'host-path': 'Kubernetes never changes where a volume is',
};

export default command({
  name: 'storage:set',
  summary: 'Change a storage entry',
  description:
    'Properties: size, which can only grow; reclaim-policy; chown, which is done at once; mode. Without a value the ' +
    'property is cleared. With --global: image, of the pods that work on storage, and trigger-timeout, the seconds ' +
    'that a program of the administrator may take.',
  args: [
    { name: 'name', summary: 'Name of the storage entry, or --global', kind: 'text' },
    { name: 'property', summary: 'Name of the property', kind: 'text', optional: true },
    { name: 'value', summary: 'New value', kind: 'text', optional: true },
  ],
  flags: {
    global: {
      type: 'boolean',
      summary: 'Set what holds for all storage work: storage:set --global image <image>',
    },
    size: { type: 'string', summary: 'New size', placeholder: 'SIZE' },
    'reclaim-policy': { type: 'string', summary: 'Retain or Delete', placeholder: 'POLICY' },
    chown: { type: 'string', summary: 'Owner of the files', placeholder: 'OWNER' },
    namespace: { type: 'string', summary: 'Refused: a claim cannot move', placeholder: 'NAMESPACE' },
    annotation: { type: 'string', multiple: true, summary: 'All annotations anew', placeholder: 'KEY=VALUE' },
    label: { type: 'string', multiple: true, summary: 'All labels anew', placeholder: 'KEY=VALUE' },
    timeout: timeoutFlag,
  },
  role: 'admin',
  examples: [
    { command: 'dokku storage:set shop-data size 2Gi', summary: 'Let a volume grow' },
    {
      command: 'dokku storage:set shop-data reclaim-policy Delete',
      summary: 'Let storage:destroy delete the data',
    },
    { command: 'dokku storage:set --global image busybox', summary: 'Take this image for storage:exec' },
  ],
  async run(context, { args, flags }) {
    if (flags.global) return setGlobal(context, args.name, args.property);
    const entry = findEntry(context.store, args.name);
    if (context.store.storageEntries.state(entry.name)?.change !== 'set')
      requireSettled(context.store, entry.name);
    const given = changeByFlags(flags);
    if (args.property !== undefined && Object.keys(given).length > 0)
      throw new Failure('Give either a property with its value, or flags', { code: 'usage' });
    const change =
      args.property === undefined ? given : changeByProperty(entry, args.property, args.value ?? '');
    if (Object.keys(change).length === 0)
      throw new Failure('Nothing to change was given', {
        code: 'usage',
        hint: `For example: dokku storage:set ${entry.name} size 2Gi`,
      });
    const timeout = milliseconds(flags.timeout);
    const changed = await setEntry(storageOf(context), entry, change, { timeout });
    context.out.step(
      changed
        ? `Storage entry ${entry.name} updated`
        : `Storage entry ${entry.name} is so already; nothing was changed`,
    );
  },
});

function changeByProperty(entry: StorageEntry, property: string, value: string): Change {
  refuseFixed(property, entry.name);
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

function changeByFlags(flags: Flags): Change {
  if (flags.namespace !== undefined) refuseFixed('namespace', '<entry>');
  const { size, chown } = flags;
  return {
    ...(size !== undefined && { size }),
    ...(flags['reclaim-policy'] !== undefined && { reclaimPolicy: flags['reclaim-policy'] }),
    ...(chown !== undefined && { chown }),
    ...(flags.annotation.length > 0 && { annotations: keyValuePairs('annotation', flags.annotation) }),
    ...(flags.label.length > 0 && { labels: keyValuePairs('label', flags.label) }),
  };
}

function refuseFixed(property: string, name: string): void {
  const reason = fixed[property];
  if (!reason) return;
  throw new Failure(`${property} cannot be changed: ${reason}`, {
    code: 'storage.fixed',
    hint: [
      'Make another entry with the right value and copy the data:',
      `dokku storage:export ${name} | dokku storage:import <other>`,
    ],
  });
}

/** What holds for all storage work. */
const globals = ['image', 'trigger-timeout'];

function setGlobal({ store, out }: Context, property: string, value: string | undefined): void {
  if (!globals.includes(property))
    throw new Failure(`Invalid global property ${property}`, {
      code: 'usage.property',
      details: [`Valid properties: ${globals.join(', ')}`],
    });
  if (value && property === 'trigger-timeout' && !/^[1-9]\d{0,4}$/.test(value))
    throw new Failure(`trigger-timeout is a number of seconds; it is "${value}"`, { code: 'usage' });
  if (value) store.properties.set(GLOBAL, 'storage', property, value);
  else store.properties.unset(GLOBAL, 'storage', property);
  out.header(value ? `Setting ${property} to ${value}` : `Unsetting ${property}`);
}
