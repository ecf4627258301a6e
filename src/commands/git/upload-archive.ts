import { appArgument, command } from '../../cli/table/define.ts';
import { repositoryToRead } from '../../git/repository.ts';
import { runGitService } from './transport.ts';

export default command({
  name: 'git-upload-archive',
  summary: 'Send an archive; called by git archive --remote',
  args: [appArgument],
  flags: {},
  role: 'read',
  internal: true,
  examples: [
    {
      command: 'git archive --remote=dokku@host:my-app main',
      summary: 'Export a branch; Git calls git-upload-archive',
    },
  ],
  async run(context, { args }) {
    const repository = await repositoryToRead(context.environment, args.app);
    return runGitService(context, 'upload-archive', { app: args.app, repository });
  },
});
