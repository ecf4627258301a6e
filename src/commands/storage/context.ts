import type { Context } from '../../cli/invoke/context.ts';
import { helmOf } from '../../cluster/access.ts';
import type { StorageContext } from '../../storage/context.ts';

export const entryArgument = { name: 'name', summary: 'Name of the storage entry', kind: 'text' } as const;

export const timeoutFlag = {
  type: 'number',
  summary: 'Seconds to wait (default 300)',
  placeholder: 'SECONDS',
} as const;

export function milliseconds(seconds: number | undefined): number {
  return (seconds ?? 300) * 1000;
}

/** The part of a command's context that src/storage uses. */
export function storageOf(context: Context): StorageContext {
  const { environment, store, out, signal } = context;
  return { environment, store, out, signal, helm: helmOf(environment, store.properties), kube: context.kube };
}
