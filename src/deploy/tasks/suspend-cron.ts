import { suspendCronJobs } from '../../rollout/tasks/cron-jobs.ts';
import { isStopped } from '../../state/apps/stopped.ts';
import type { DeployContext } from '../frame/context.ts';
import { withLock } from '../frame/lock.ts';
import { deployedSpec } from '../plan/ingredients.ts';
import { cronTasks } from './cron-tasks.ts';

/**
 * Stores a change of what is in maintenance and brings it to the app's live CronJobs. Under the deploy lock, so that
 * no deploy that read the settings before writes the old state afterwards.
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

/** Suspends and resumes live CronJobs by the present settings; an old manifest has those of its time. */
export async function applyMaintenance(context: DeployContext, app: string): Promise<void> {
  // Between a rename and the next release, what serves has the old name.
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

/** Whether each task is to be suspended, by its hash. The tasks of a stopped app all are. */
function wanted({ store }: DeployContext, app: string): Map<string, boolean> {
  const stopped = isStopped(store.properties, app);
  return new Map(
    cronTasks(store, app).map(({ spec, appInMaintenance, taskInMaintenance }) => [
      spec.hash,
      stopped || appInMaintenance || taskInMaintenance,
    ]),
  );
}
