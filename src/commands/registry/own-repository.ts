import { canSee, roleOf } from '../../access/guard.ts';
import { readPushTarget } from '../../build/settings/push-target.ts';
import { repositoryOwner } from '../../build/settings/repository-owner.ts';
import type { Context } from '../../cli/invoke/context.ts';
import { Failure } from '../../core/failure.ts';
import { GLOBAL } from '../../state/scope.ts';

/**
 * Throws when the images of an app would be pushed to the repository of another app: the tags of one app would replace
 * those of the other. An administrator of all apps may share a repository.
 */
export function refuseForeignRepository(context: Context, { scope }: { scope: string }): void {
  const { store } = context;
  if (scope === GLOBAL || roleOf(context, GLOBAL) === 'admin') return;
  const repository = readPushTarget(store.properties, scope)?.repository;
  if (repository === undefined) return;
  const owner = repositoryOwner(store, repository, [scope]);
  if (owner === undefined) return;
  throw new Failure(
    `The images of ${scope} would be pushed to the repository of ${canSee(context, owner) ? owner : 'another app'}; nothing was changed`,
    {
      code: 'registry.taken',
      details: [`${repository} is the repository of that app`],
      hint: `Choose another name: dokku registry:set ${scope} image-repo <name>`,
    },
  );
}
