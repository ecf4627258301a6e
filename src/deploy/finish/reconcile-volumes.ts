import { messageOf } from '../../core/failure.ts';
import { mountsOfRelease } from '../../release/mounts/release-mounts.ts';
import { reconcileVolume } from '../../storage/set/reconcile-volume.ts';
import type { DeployRun } from '../frame/deploy-run.ts';
import type { Plan } from '../plan/plan.ts';

/** Sets the policy and labels of their entries on volumes that were created for the first pod of the app. */
export async function reconcileVolumes(run: DeployRun, { spec }: Plan): Promise<void> {
  const { store, signal } = run;
  const names = new Set(mountsOfRelease(spec).map(({ entry }) => entry));
  for (const name of names) {
    const entry = store.storageEntries.find(name);
    if (entry?.scheduler === 'k3s' && entry.namespace === spec.namespace)
      await reconcileVolume(await run.kube(), entry, { signal });
  }
}

/** Pods of a failed version may have got volumes, and may have written to them. */
export async function reconcileVolumesOfFailed(run: DeployRun, plan: Plan): Promise<void> {
  // Another process may be deploying already.
  if (run.lock.lost.aborted) return;
  // The client that requested the deploy may have disconnected.
  const own = { ...run, signal: AbortSignal.timeout(10_000) };
  try {
    await reconcileVolumes(own, plan);
  } catch (error) {
    run.out.warn(`New volumes keep their StorageClass's reclaim policy for now: ${messageOf(error)}`);
    run.out.warn('The next deploy sets the policy of their storage entries');
  }
}
