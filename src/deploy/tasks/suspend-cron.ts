import { suspendCronJobs } from '../../rollout/tasks/cron-jobs.ts';
import { isStopped } from '../../state/apps/stopped.ts';
import type { DeployContext } from '../frame/context.ts';
import { withLock } from '../frame/lock.ts';
import { deployedSpec } from '../plan/release-inputs.ts';
import { cronTasks } from './cron-tasks.ts';

/**
 * Stores a change of maintenance and applies it to the live CronJobs of the app. It holds the deploy lock, so that a
 * deploy with older settings cannot overwrite the change.
 */
export async function changeMaintenance(
  context: DeployContext,
  app: string,
  purpose: string,
  store: () => void,
): Promise<void> {
  const { actor, out } = context;
  await withLock(context, { app, owner: actor.name, purpose, wait: true }, async () => {
    store();
    if (!context.store.releases.isDeployed(app)) return;
    try {
      await applyMaintenance(context, app);
    } catch (error) {
      out.warn('The change was saved anyway; the next deploy applies it to the cluster');
      throw error;
    }
  });
}

/** Suspends and resumes live CronJobs by the present settings. An old manifest has the settings of its time. */
export async function applyMaintenance(context: DeployContext, app: string): Promise<void> {
  // Between a rename and the next release, the serving release has the old name.
  const { namespace, app: name } = deployedSpec(context.store, app);
  const suspended = wanted(context, app);
  if (suspended.size === 0) return;
  const { signal } = context;
  await suspendCronJobs(
    await context.kube(),
    { namespace, app: name },
    (hash) => suspended.get(hash),
    signal,
  );
}

/** Whether each task must be suspended, by its hash. All tasks of a stopped app are. */
function wanted({ store }: DeployContext, app: string): Map<string, boolean> {
  const stopped = isStopped(store.properties, app);
  return new Map(
    cronTasks(store, app).map(({ spec, appInMaintenance, taskInMaintenance }) => [
      spec.hash,
      stopped || appInMaintenance || taskInMaintenance,
    ]),
  );
}
