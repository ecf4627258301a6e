import { canSee } from '../../access/guard.ts';
import { parseReference, repositoryOf } from '../../build/registry/reference.ts';
import { repositoryOwner } from '../../build/settings/repository-owner.ts';
import { Failure } from '../../core/failure.ts';
import type { PreparedRun } from '../frame/deploy-run.ts';

/**
 * Whether an image is one that the server pushed for an app that the actor may not see. The registry logins of the
 * server would pull it.
 */
export function isForeignImage(run: PreparedRun, image: string): boolean {
  const owner = repositoryOwner(run.store, repositoryOfImage(image), run.facts.names);
  return owner !== undefined && !canSee(run, owner);
}

/** Empty for a reference that is not valid; Kubernetes refuses that. */
function repositoryOfImage(image: string): string {
  try {
    return repositoryOf(parseReference(image));
  } catch (error) {
    if (error instanceof Failure) return '';
    throw error;
  }
}

export function refuseForeignImage(run: PreparedRun, image: string): void {
  if (!isForeignImage(run, image)) return;
  throw new Failure(`${image} is an image of another app`, {
    code: 'image.foreign',
    hint: 'Ask an administrator to deploy the image, or to give you a role for that app',
  });
}
