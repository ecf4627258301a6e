import { mapBounded } from '../kube/many.ts';
import type { DeployContext } from './context.ts';
import { deployedSpec } from './ingredients.ts';
import { withLock } from './lock.ts';
import { pauseScaling } from './pause-scaling.ts';

/** Scales every process to nothing and suspends scheduled tasks, until the next deploy or `ps:start`. */
export async function stopApp(context: DeployContext, app: string): Promise<void> {
  const { store, out, signal, actor } = context;
  const spec = deployedSpec(store, app);
  await withLock(context, { app, owner: actor.name, purpose: 'stop' }, async () => {
    const kube = await context.kube();
    out.step(`Stopping ${app}`);
    const { namespace } = spec;
    await pauseScaling(kube, spec, signal);
    await mapBounded(spec.processes, 4, async ({ name }) => {
      await kube.scale({ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: `${app}-${name}` }, 0, {
        signal,
      });
      out.detail(`${name} stopped`);
    });
    const cron = { apiVersion: 'batch/v1', kind: 'CronJob', namespace };
    const jobs = await kube.list({ ...cron, labelSelector: `app.kubernetes.io/part-of=${app}` }, { signal });
    await mapBounded(jobs, 4, ({ metadata }) =>
      kube.patch({ ...cron, name: metadata.name }, { spec: { suspend: true } }, { signal }),
    );
    store.properties.set(app, 'ps', 'restore', 'false');
  });
}
