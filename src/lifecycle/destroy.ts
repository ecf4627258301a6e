import { Failure, messageOf } from '../core/failure.ts';
import type { DeployContext } from '../deploy/frame/context.ts';
import { withLock } from '../deploy/frame/lock.ts';
import { locationsOf, namesOf } from '../deploy/move/release-location.ts';
import { removeObjects } from '../deploy/move/remove-objects.ts';
import { removeFolders } from './folders.ts';

/** How long the cluster has to answer the first request. */
const firstAnswerTimeoutMs = 10_000;

/**
 * Removes an app: its objects in the cluster, its files, then its rows. The rows go last, so that whatever ends this
 * half-way leaves an app that can be destroyed again.
 */
export async function destroyApp(
  context: DeployContext,
  app: string,
  { keepClusterObjects }: { keepClusterObjects: boolean },
): Promise<void> {
  const { environment, store, out, actor } = context;
  await withLock(context, { app, owner: actor.name, purpose: 'destroy' }, async (lock) => {
    out.step(`Destroying ${app}...`);
    if (keepClusterObjects) out.warn(`What runs in the cluster under the name ${app} stays there`);
    else if (touchedCluster(context, app) && (await answers(context, app)))
      await removeObjects(context, locationsOf(store, app));
    lock.check();
    for (const name of namesOf(store.properties, app)) removeFolders(environment, name);
    store.apps.destroy(app);
  });
}

/** An app without a single build has nothing in the cluster, and the cluster need not be there. */
function touchedCluster({ store }: DeployContext, app: string): boolean {
  return store.releases.newestNumber(app) !== undefined || store.builds.list(app).length > 0;
}

/** Whether the cluster can be asked. That it cannot matters only when a release may be there. */
async function answers(context: DeployContext, app: string): Promise<boolean> {
  try {
    const kube = await context.kube();
    await kube.version({
      signal: AbortSignal.any([context.signal, AbortSignal.timeout(firstAnswerTimeoutMs)]),
    });
    return true;
  } catch (error) {
    if (context.signal.aborted || !(error instanceof Failure)) throw error;
    if (context.store.releases.newestNumber(app) === undefined) {
      context.out.warn(`The cluster was not asked, as ${app} was never released: ${messageOf(error)}`);
      return false;
    }
    throw new Failure(`${app} was not destroyed, because what it runs in the cluster cannot be removed`, {
      code: 'app.cluster-unreachable',
      details: [error.message, ...error.hint],
      hint: `To forget the app and leave its objects in the cluster: dokku apps:destroy --keep-cluster-objects ${app}`,
      cause: error,
    });
  }
}
