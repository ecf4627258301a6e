import { join } from 'node:path';
import { Failure } from '../../core/failure.ts';
import type { StorageEntry } from '../../state/storage-entries.ts';
import type { Context } from '../context.ts';

/** `key=value`, one by one or separated by commas, as a map. */
export function keyValuePairs(flag: string, words: readonly string[]): Record<string, string> {
  const pairs = words.flatMap((word) => word.split(',')).filter((word) => word !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const equals = pair.indexOf('=');
      if (equals > 0) return [pair.slice(0, equals), pair.slice(equals + 1)];
      throw new Failure(`--${flag} needs key=value; it is "${pair}"`, { code: 'usage' });
    }),
  );
}

/** How an entry is written as JSON: snake case, nothing that is empty. */
export function entryJson(entry: StorageEntry): Record<string, unknown> {
  const { name, scheduler, hostPath, size, accessMode, storageClass, namespace, chown, mode } = entry;
  const rows = {
    name,
    scheduler,
    host_path: hostPath,
    size,
    access_mode: accessMode,
    storage_class: storageClass,
    volume: entry.volume,
    namespace: scheduler === 'k3s' ? namespace : '',
    chown,
    mode,
    reclaim_policy: entry.reclaimPolicy,
    annotations: entry.annotations,
    labels: entry.labels,
    schema_version: 1,
  };
  const isEmpty = (value: unknown) =>
    value === '' || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
  return Object.fromEntries(Object.entries(rows).filter(([, value]) => !isEmpty(value)));
}

/** Where a docker-local entry without a path has its data. */
export function defaultPath({ environment }: Pick<Context, 'environment'>, name: string): string {
  return join(environment.root, 'data', 'storage', name);
}
