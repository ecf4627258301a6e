import { pusherOf } from '../../access/pusher.ts';
import { appArgument, command } from '../../cli/table/define.ts';
import { repositoryPath } from '../../core/environment.ts';
import { ExitStatus } from '../../core/failure.ts';
import { readCommit } from '../../git/commit.ts';
import { keepDeployBranch } from './branches.ts';

export default command({
  name: 'git-deploy',
  summary: 'Deploy a ref of the repository, for a detached push',
  args: [
    appArgument,
    { name: 'ref', summary: 'Full name of the ref', kind: 'text' },
    { name: 'build', summary: 'Id of the build that git-detach has recorded', kind: 'text' },
  ],
  flags: {},
  role: 'admin',
  local: true,
  internal: true,
  examples: [
    {
      command: 'dokku git-deploy my-app refs/heads/main 01j9x',
      summary: 'Deploy a branch like a detached push',
    },
  ],
  async run(context, { args: { app, ref, build } }) {
    const { environment, variables } = context;
    const repository = repositoryPath(environment, app);
    const { id, tree } = await readCommit(repository, ref);
    const pusher = { ...context, actor: pusherOf(environment, variables, context.actor) };
    const { runDetachedDeploy } = await import('../../deploy/requests/detached.ts');
    const exitStatus = await runDetachedDeploy(pusher, build, { app, repository, newRev: id, tree });
    if (exitStatus === ExitStatus.ok) await keepDeployBranch(context, app, ref);
    return exitStatus;
  },
});
