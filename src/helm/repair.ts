import type { Revision } from './history.ts';

/** What is needed to free a release that a dead process left in the middle of an operation. */
export type Repair = { action: 'none' } | { action: 'uninstall' } | { action: 'rollback'; revision: number };

/** Nothing that ever served is thrown away: only a release without any good revision is uninstalled. */
export function repairOf(revisions: readonly Revision[]): Repair {
  const newest = revisions.at(-1);
  if (newest?.status === 'uninstalling') return { action: 'uninstall' };
  if (!newest?.status.startsWith('pending-')) return { action: 'none' };
  const good =
    revisions.findLast(({ status }) => status === 'deployed') ??
    revisions.findLast(({ status }) => status === 'superseded');
  return good ? { action: 'rollback', revision: good.revision } : { action: 'uninstall' };
}
