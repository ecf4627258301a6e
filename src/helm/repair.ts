import type { ReleaseRef } from './arguments.ts';
import type { HelmContext } from './context.ts';
import { history, type Revision, rollback, uninstall } from './history.ts';

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

/**
 * Repairs a pending release. The caller holds the app's deploy lock, so no living process works on it. Tells what
 * was done.
 */
export async function repairPending(
  context: HelmContext,
  ref: ReleaseRef,
  options: { signal?: AbortSignal } = {},
): Promise<Repair> {
  const repair = repairOf(await history(context, ref, options));
  if (repair.action === 'uninstall') await uninstall(context, ref, options);
  if (repair.action === 'rollback') await rollback(context, ref, repair.revision, options);
  return repair;
}
