import { checkPull } from '../../build/registry/check-pull.ts';
import { Failure } from '../../core/failure.ts';
import type { DeployRun } from '../frame/deploy-run.ts';

/**
 * Checks, before anything is applied, that the registry still has the image of an old release. Uses the logins that the
 * pods get.
 */
export async function checkImage({ facts, app, signal }: DeployRun, reference: string): Promise<void> {
  try {
    await checkPull(reference, facts.registry, signal);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'registry.not-found') throw error;
    throw new Failure(`The registry no longer has the image of this release: ${reference}`, {
      code: 'release.image-gone',
      hint: `Build the image again: dokku ps:rebuild ${app}`,
      cause: error,
    });
  }
}
