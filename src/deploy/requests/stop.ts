import pMap from 'p-map';
import { suspendCronJobs } from '../../rollout/tasks/cron-jobs.ts';
import { markStopped } from '../../state/apps/stopped.ts';
import { pauseAutoscaling } from '../apply/pause-autoscaling.ts';
import type { DeployContext } from '../frame/context.ts';
import { withLock } from '../frame/lock.ts';
import { deployedSpec } from '../plan/release-inputs.ts';

/** Scales every process to zero and suspends scheduled tasks, until the next deploy or `ps:start`. */
export async function stopApp(context: DeployContext, app: string): Promise<void> {
  const { store, out, signal, actor } = context;
  const spec = deployedSpec(store, app);
  await withLock(context, { app, owner: actor.name, purpose: 'stop' }, async () => {
    const kube = await context.kube();
    out.step(`Stopping ${app}`);
    const { namespace } = spec;
    await pauseAutoscaling(kube, spec, signal);
    await pMap(
      spec.processes,
      async ({ name }) => {
        await kube.scale(
          { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: `${spec.app}-${name}` },
          0,
          {
            signal,
          },
        );
        out.detail(`${name} stopped`);
      },
      { concurrency: 4 },
    );
    await suspendCronJobs(kube, spec, () => true, signal);
    markStopped(store, app);
  });
}
