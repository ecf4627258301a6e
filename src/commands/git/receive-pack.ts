import { appArgument, command } from '../../cli/table/define.ts';
import { ensureRepository } from '../../git/repository.ts';
import { createByPush } from '../../lifecycle/create-by-push.ts';
import { runGitService } from './transport.ts';

export default command({
  name: 'git-receive-pack',
  summary: 'Receive a push; called by git push',
  args: [{ ...appArgument, mayBeMissing: true }],
  flags: {},
  role: 'deploy',
  internal: true,
  examples: [{ command: 'git push dokku main', summary: 'Push a branch; Git calls git-receive-pack' }],
  async run(context, { args }) {
    await createByPush(context, args.app);
    const repository = await ensureRepository(context.environment, args.app);
    return runGitService(context, 'receive-pack', { app: args.app, repository });
  },
});
