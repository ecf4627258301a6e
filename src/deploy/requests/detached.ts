import { ExitStatus, Failure } from '../../core/failure.ts';
import { printFailure } from '../../core/print-failure.ts';
import type { DeployContext } from '../frame/context.ts';
import { buildEndOf } from '../frame/deploy-run.ts';
import { deployPush, type Push } from './push.ts';

/**
 * Deploys the commit of a build that `detachDeploy` recorded, in the process that it started. Returns the exit status.
 */
export async function runDetachedDeploy(
  context: DeployContext,
  build: string,
  push: Omit<Push, 'build' | 'pushOptions'>,
): Promise<number> {
  const { store, out } = context;
  try {
    // No client waits for a refusal, so this deploy waits for a running one.
    await deployPush(context, { ...push, build, pushOptions: ['wait'] });
    return ExitStatus.ok;
  } catch (error) {
    // A deploy that started has its error in the log already. This process would write the error a second time.
    if (store.builds.find(push.app, build)?.status === 'running') {
      printFailure(out, error);
      store.builds.finish(build, buildEndOf(error, out));
    }
    return error instanceof Failure ? error.exitStatus : ExitStatus.failure;
  }
}
