import { Failure } from '../../core/failure.ts';
import { parseQuantity } from '../../core/quantity.ts';
import { shellWord } from '../../core/shell-word.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';

/** A field in which two entries differ, and the command that changes the stored value to the wanted value. */
interface Difference {
  what: string;
  stored: string;
  wanted: string;
  fix: string | undefined;
}

const defaultValues = {
  scheduler: '',
  hostPath: '',
  accessMode: 'ReadWriteOnce',
  storageClass: '',
  volume: '',
  namespace: 'default',
  mode: '',
} as const;

const fieldLabels: Record<keyof typeof defaultValues, string> = {
  scheduler: 'scheduler',
  hostPath: 'path',
  accessMode: 'access mode',
  storageClass: 'storage class',
  volume: 'volume',
  namespace: 'namespace',
  mode: 'mode',
};

export function differences(stored: StorageEntry, wanted: StorageEntry): Difference[] {
  const { name } = stored;
  const list: Difference[] = [];
  for (const key of Object.keys(defaultValues) as (keyof typeof defaultValues)[]) {
    const [a, b] = [stored[key] || defaultValues[key], wanted[key] || defaultValues[key]];
    if (a !== b) list.push({ what: fieldLabels[key], stored: a, wanted: b, fix: undefined });
    // The other fields of entries with different schedulers cannot be compared.
    if (key === 'scheduler' && a !== b) return list;
  }
  if (!sameSize(stored.size, wanted.size))
    list.push({
      what: 'size',
      stored: stored.size,
      wanted: wanted.size,
      fix: `storage:set ${name} size ${shellWord(wanted.size)}`,
    });
  const [before, now] = [stored.reclaimPolicy || 'Retain', wanted.reclaimPolicy || 'Retain'];
  if (before !== now)
    list.push({
      what: 'reclaim policy',
      stored: before,
      wanted: now,
      fix: `storage:set ${name} reclaim-policy ${shellWord(now)}`,
    });
  if (stored.chown !== wanted.chown)
    list.push({
      what: 'chown',
      stored: stored.chown,
      wanted: wanted.chown,
      fix: `storage:set ${name} chown ${shellWord(wanted.chown)}`,
    });
  for (const kind of ['annotations', 'labels'] as const)
    for (const key of new Set([...Object.keys(stored[kind]), ...Object.keys(wanted[kind])]))
      if (valueAt(stored[kind], key) !== valueAt(wanted[kind], key))
        list.push({
          what: `${kind.slice(0, -1)} ${key}`,
          stored: valueAt(stored[kind], key) ?? '',
          wanted: valueAt(wanted[kind], key) ?? '',
          fix: metadataFix(kind, name, key, valueAt(wanted[kind], key)),
        });
  return list;
}

/** Returns the value of a key. Administrators choose the keys, so `constructor` is a valid key. */
export function valueAt(map: Record<string, string>, key: string): string | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

function metadataFix(kind: string, name: string, key: string, value: string | undefined): string {
  return [`storage:${kind}:set`, name, key, ...(value ? [value] : [])].map(shellWord).join(' ');
}

/** Refuses to create an entry that exists with other values, and lists each field that differs. */
export function refuseDifferent(stored: StorageEntry, wanted: StorageEntry): void {
  const found = differences(stored, wanted);
  if (found.length === 0) return;
  const line = ({ what, stored: is, wanted: asked, fix }: Difference) =>
    `${what}: the entry has ${is || 'none'}, the command has ${asked || 'none'} · ${fix ? `to change the entry: dokku ${fix}` : 'cannot be changed'}`;
  throw new Failure(
    `The storage entry ${stored.name} already exists with other values; nothing was changed`,
    {
      code: 'storage.different',
      details: found.map(line),
      hint: found.every(({ fix }) => fix)
        ? undefined
        : 'For values that cannot be changed, create another entry and copy the data with storage:export and storage:import',
    },
  );
}

function sameSize(a: string, b: string): boolean {
  return a === b || parseQuantity(a)?.nano === parseQuantity(b)?.nano;
}
