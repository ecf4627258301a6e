import type { Store } from '../../state/store.ts';
import { readPushTarget } from './push-target.ts';

/** The app whose images are pushed to a repository, other than these apps. */
export function repositoryOwner(
  { apps, properties }: Pick<Store, 'apps' | 'properties'>,
  repository: string,
  without: readonly string[],
): string | undefined {
  return apps
    .names()
    .find((app) => !without.includes(app) && readPushTarget(properties, app)?.repository === repository);
}
