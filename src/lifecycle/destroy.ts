import { Failure, messageOf } from '../core/failure.ts';
import type { DeployContext } from '../deploy/frame/context.ts';
import { withLock } from '../deploy/frame/lock.ts';
import { locationsOf, namesOf } from '../deploy/move/release-location.ts';
import { removeNamespaces } from '../deploy/move/remove-namespaces.ts';
import { removeObjects } from '../deploy/move/remove-objects.ts';
import { removeFolders } from './folders.ts';

/** Time limit for the first answer of the cluster. */
const firstAnswerTimeoutMs = 10_000;

/**
 * Removes an app: its objects in the cluster, its files, then its rows. The rows are deleted last, so that an
 * interrupted call leaves an app that can be destroyed again.
 */
export async function destroyApp(
  context: DeployContext,
  app: string,
  { keepClusterObjects }: { keepClusterObjects: boolean },
): Promise<void> {
  const { environment, store, out, actor } = context;
  await withLock(context, { app, owner: actor.name, purpose: 'destroy' }, async (lock) => {
    out.step(`Destroying ${app}...`);
    if (keepClusterObjects)
      out.warn(`The objects of ${app} in the cluster are kept, and its pods keep running`);
    else if (mayHaveObjects(context, app) && (await isClusterReachable(context, app)))
      await removeCompletely(context, app);
    lock.check();
    for (const name of namesOf(store.properties, app)) removeFolders(environment, name);
    store.apps.destroy(app);
  });
}

async function removeCompletely(context: DeployContext, app: string): Promise<void> {
  const { store } = context;
  const locations = locationsOf(store, app);
  await removeObjects(context, locations);
  await removeNamespaces(
    context,
    namesOf(store.properties, app),
    locations.map(({ namespace }) => namespace),
  );
}

/** An app without a build has no objects in the cluster, so the cluster need not answer. */
function mayHaveObjects({ store }: DeployContext, app: string): boolean {
  return store.releases.newestNumber(app) !== undefined || store.builds.list(app).length > 0;
}

/** Whether the cluster answers. Throws when it does not and may have a release of the app. */
async function isClusterReachable(context: DeployContext, app: string): Promise<boolean> {
  try {
    const kube = await context.kube();
    await kube.version({
      signal: AbortSignal.any([context.signal, AbortSignal.timeout(firstAnswerTimeoutMs)]),
    });
    return true;
  } catch (error) {
    if (context.signal.aborted || !(error instanceof Failure)) throw error;
    if (context.store.releases.newestNumber(app) === undefined) {
      context.out.warn(`Skipping the cluster, because ${app} was never released: ${messageOf(error)}`);
      return false;
    }
    throw new Failure(`${app} was not destroyed: could not delete its objects in the cluster`, {
      code: 'app.cluster-unreachable',
      details: [error.message, ...error.hint],
      hint: `To destroy the app but keep its objects in the cluster: dokku apps:destroy --keep-cluster-objects ${app}`,
      cause: error,
    });
  }
}
