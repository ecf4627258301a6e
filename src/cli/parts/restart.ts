import { isStopped } from '../../state/apps/stopped.ts';
import type { Context } from '../invoke/context.ts';

/** Whether the app should have pods now: it was deployed and not stopped by `ps:stop` since. */
export function isRunning({ store }: Pick<Context, 'store'>, app: string): boolean {
  return store.releases.isDeployed(app) && !isStopped(store.properties, app);
}

export const noWaitFlag = {
  type: 'boolean',
  summary: 'Fail, and change nothing, when a deploy of the app is running',
} as const;

/** Refuses a change that could not be applied now to an app that runs. Call it before anything is stored. */
export async function refuseIfBusy(context: Context, app: string, noWait: boolean): Promise<void> {
  if (!isRunning(context, app)) return;
  const { refuseIfLocked } = await import('../../deploy/frame/lock.ts');
  refuseIfLocked(context.store, app, { noWait });
}

/**
 * Applies a saved change to the running app, as a new release of the current image. Throws the error of the deploy,
 * after a warning that the change itself was saved.
 */
export async function restartIfRunning(context: Context, app: string, reason: string): Promise<void> {
  if (!isRunning(context, app)) return;
  context.out.step(`Restarting app ${app}`);
  const { restartApp } = await import('../../deploy/requests/restart.ts');
  try {
    await restartApp(context, app, { reason });
  } catch (error) {
    context.out.warn(`The change was saved, but ${app} could not be restarted with the change`);
    throw error;
  }
}

/** For changes that wait for the next deploy: prints how to apply them now. */
export function printHowToApply(context: Context, app: string): void {
  if (isRunning(context, app)) context.out.detail(`Takes effect with: dokku ps:restart ${app}`);
}
