import { isStopped } from '../../state/apps/stopped.ts';
import type { Context } from '../invoke/context.ts';

/** Whether pods of the app are wanted now: it was deployed, and not stopped by `ps:stop` since. */
export function isRunning({ store }: Pick<Context, 'store'>, app: string): boolean {
  return store.releases.isDeployed(app) && !isStopped(store.properties, app);
}

/**
 * Brings a change that is stored already to the running app, as a new release of the present image. Throws what the
 * deploy throws, after saying that the change itself stays.
 */
export async function restartIfRunning(context: Context, app: string, reason: string): Promise<void> {
  if (!isRunning(context, app)) return;
  context.out.step(`Restarting app ${app}`);
  const { restartApp } = await import('../../deploy/requests/restart.ts');
  try {
    await restartApp(context, app, { reason });
  } catch (error) {
    context.out.warn(`The change is stored, but ${app} could not be restarted: what runs is as before`);
    throw error;
  }
}

/** For changes that wait for the next deploy: says how to have them now. */
export function tellHowToApply(context: Context, app: string): void {
  if (isRunning(context, app)) context.out.detail(`Takes effect with: dokku ps:restart ${app}`);
}
