import { roleOf } from '../access/guard.ts';
import { Failure, noSuchApp } from '../core/failure.ts';
import { Output } from '../core/output.ts';
import { defaultDomains } from '../release/settings/default-domains.ts';
import { GLOBAL } from '../state/scope.ts';
import { checkDomainsFree } from './claim-domains.ts';
import { createApp, forceByCommand, type LifecycleContext } from './create.ts';

/** Throws unless the actor may create this app by pushing to it. */
export function authorizeCreation(
  { store, actor }: Pick<LifecycleContext, 'store' | 'actor'>,
  app: string,
): void {
  if (roleOf({ store, actor }, GLOBAL) !== 'admin') throw noSuchApp(app);
  if (store.properties.get(GLOBAL, 'apps', 'disable-autocreation') !== 'true') {
    checkDomainsFree({ store, actor }, app, defaultDomains(store, app), forceByCommand(app));
    return;
  }
  throw new Failure(`App ${app} does not exist, and pushes do not create apps here`, {
    code: 'app.no-autocreation',
    hint: `Create the app first: dokku apps:create ${app}`,
  });
}

/**
 * Creates the app of a push when the app does not exist. Prints nothing, because the stream belongs to git. When two
 * first pushes arrive at once, either of them may create the app.
 */
export async function createByPush(context: Omit<LifecycleContext, 'out'>, app: string): Promise<void> {
  if (context.store.apps.exists(app)) return;
  authorizeCreation(context, app);
  const silent = { write() {} };
  try {
    await createApp({ ...context, out: new Output({ stdout: silent, stderr: silent }) }, app, {
      force: false,
    });
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'app.exists') throw error;
  }
}
