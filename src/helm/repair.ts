import type { Revision } from './history.ts';

/** How to free a release whose process died in the middle of an operation. */
export type Repair = { action: 'none' } | { action: 'uninstall' } | { action: 'rollback'; revision: number };

/** A release that ever served is never thrown away: only a release without a good revision is uninstalled. */
export function planRepair(revisions: readonly Revision[]): Repair {
  const newest = revisions.at(-1);
  if (newest?.status === 'uninstalling') return { action: 'uninstall' };
  if (!newest?.status.startsWith('pending-')) return { action: 'none' };
  const good =
    revisions.findLast(({ status }) => status === 'deployed') ??
    revisions.findLast(({ status }) => status === 'superseded');
  return good ? { action: 'rollback', revision: good.revision } : { action: 'uninstall' };
}
