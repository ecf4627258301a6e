import { repositoryPath } from '../../core/environment.ts';
import { Failure } from '../../core/failure.ts';
import { readBranch } from '../../git/branch.ts';
import { defaultBranch } from '../../git/refs.ts';
import type { DeployContext } from '../frame/context.ts';
import { deployImage } from './image.ts';
import { deployPush } from './push.ts';

/** Builds and deploys the app's source again: the head of its deploy branch, or the tag of its image. */
export async function rebuildApp(context: DeployContext, app: string): Promise<void> {
  const { store, environment } = context;
  const record = store.apps.find(app);
  if (record?.deploySource === 'docker-image') {
    return deployImage(context, { app, image: record.deploySourceMetadata! });
  }
  const branch = store.properties.effective(app, 'git', 'deploy-branch', defaultBranch);
  const repository = repositoryPath(environment, app);
  const newRev = (await readBranch(repository, branch))?.commit;
  if (!newRev) {
    throw new Failure(`${app} has no commits on its deploy branch ${branch}`, {
      code: 'git.no-commits',
      hint: `Push the branch: git push dokku ${branch}`,
    });
  }
  const description = `Rebuild ${newRev.slice(0, 7)}`;
  await deployPush(context, { app, repository, newRev, description });
}
