import type { Kube } from '../kube/kube.ts';
import type { ReleaseRef } from './arguments.ts';
import { type HelmContext, recordKind } from './context.ts';
import { history, rollbackRelease, uninstall } from './history.ts';
import { helmRevisions, isPending } from './records.ts';
import { planRepair, type Repair } from './repair.ts';

/**
 * A Helm operation whose process died leaves its release pending, and Helm then refuses every other operation on it.
 * The caller holds the lock of the release's subject, so no living process works on the release. With `neverRollBack`
 * the release record is removed instead, for releases whose objects outlive them. Helm itself would keep the
 * unfinished revision for ever. Returns the action that was taken.
 */
export async function freePending(
  context: HelmContext,
  kube: Kube,
  ref: ReleaseRef,
  { signal, neverRollBack = false }: { signal: AbortSignal; neverRollBack?: boolean },
): Promise<Repair> {
  const pending = (await helmRevisions(kube, ref, signal)).filter(isPending);
  if (pending.length === 0) return { action: 'none' };
  const needed = planRepair(await history(context, ref, { signal }));
  const repair: Repair = neverRollBack && needed.action === 'rollback' ? { action: 'uninstall' } : needed;
  if (repair.action === 'uninstall') await uninstall(context, ref, { signal });
  if (repair.action === 'rollback') await rollbackRelease(context, ref, repair.revision, { signal });
  const kind = { apiVersion: 'v1', kind: recordKind(), namespace: ref.namespace };
  for (const { metadata } of pending) await kube.delete({ ...kind, name: metadata.name }, { signal });
  return repair;
}
