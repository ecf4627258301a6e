import { appArgument, command } from '../../cli/table/define.ts';
import { repositoryPath } from '../../core/environment.ts';
import { readCommit } from '../../git/commit.ts';
import { pusherOf } from '../../git/pusher.ts';
import { keepDeployBranch } from './branches.ts';

export default command({
  name: 'git-deploy',
  summary: 'Deploy what a ref of the repository names; the background part of a detached push',
  args: [appArgument, { name: 'ref', summary: 'Full name of the ref', kind: 'text' }],
  flags: {},
  role: 'admin',
  local: true,
  internal: true,
  examples: [{ command: 'dokku git-deploy my-app refs/heads/main', summary: 'What a detached push starts' }],
  async run(context, { args: { app, ref } }) {
    const { environment, variables } = context;
    const repository = repositoryPath(environment, app);
    const { id, tree } = await readCommit(repository, ref);
    const pusher = { ...context, actor: pusherOf(environment, variables, context.actor) };
    const { deployPush } = await import('../../deploy/requests/push.ts');
    // Nobody is there to be refused: a deploy that runs is waited for.
    await deployPush(pusher, { app, repository, newRev: id, tree, pushOptions: ['wait'] });
    await keepDeployBranch(context, app, ref);
  },
});
