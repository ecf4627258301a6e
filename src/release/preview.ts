import { createHash } from 'node:crypto';
import { createTwoFilesPatch } from 'diff';
import { stringify } from 'yaml';
import { releaseMarks } from '../core/labels.ts';
import type { Manifest } from '../kube/types.ts';

/** The change that a release would make to one object. */
export interface ObjectChange {
  kind: string;
  apiVersion: string;
  namespace: string | undefined;
  name: string;
  change: 'added' | 'changed' | 'removed';
  /** Unified diff of the object's YAML, with hashes in place of the values of Secrets. */
  diff: string;
}

/** Returns the objects that differ; deleted objects come first. `context` is the number of lines around each change. */
export function previewObjects(
  before: readonly Manifest[],
  after: readonly Manifest[],
  { context = 3 } = {},
): ObjectChange[] {
  const [old, next] = [byIdentity(before), byIdentity(after)];
  const changes = [...new Set([...old.keys(), ...next.keys()])].sort().flatMap((identity) => {
    const [from, to] = [old.get(identity), next.get(identity)];
    const [fromText, toText] = [from ? shown(from) : '', to ? shown(to) : ''];
    if (fromText === toText) return [];
    const { kind, apiVersion, metadata } = (to ?? from)!;
    const change = !from ? ('added' as const) : !to ? ('removed' as const) : ('changed' as const);
    const diff = createTwoFilesPatch('now', 'then', fromText, toText, '', '', {
      context,
      headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: false },
    });
    return [{ kind, apiVersion, namespace: metadata.namespace, name: metadata.name, change, diff }];
  });
  const order = { removed: 0, changed: 1, added: 2 };
  return changes.sort((a, b) => order[a.change] - order[b.change]);
}

/** Replaces the values of a Secret with hashes: equal values look equal, and no value is shown. */
function withoutValues(object: Manifest): Manifest {
  if (object.kind !== 'Secret') return object;
  const { data, stringData, ...rest } = object as Manifest &
    Record<'data' | 'stringData', object | undefined>;
  const values = [
    ...Object.entries(data ?? {}).map(([key, value]) => [key, hash(Buffer.from(String(value), 'base64'))]),
    ...Object.entries(stringData ?? {}).map(([key, value]) => [key, hash(Buffer.from(String(value)))]),
  ];
  return { ...rest, data: Object.fromEntries(values.sort()) };
}

function byIdentity(objects: readonly Manifest[]): Map<string, Manifest> {
  return new Map(
    objects.map((object) => {
      const { kind, apiVersion, metadata } = object;
      return [[kind, apiVersion.split('/')[0], metadata.namespace, metadata.name].join(' '), object];
    }),
  );
}

function shown(object: Manifest): string {
  return stringify(withoutNoise(withoutValues(object)), { sortMapEntries: true, lineWidth: 0 });
}

function withoutNoise(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNoise);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !releaseMarks.includes(key))
      .map(([key, each]) => [key, withoutNoise(each)]),
  );
}

function hash(value: Buffer): string {
  return `sha256:${createHash('sha256').update(value).digest('hex').slice(0, 12)}`;
}
