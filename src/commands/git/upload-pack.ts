import { appArgument, command } from '../../cli/table/define.ts';
import { repositoryToRead } from '../../git/repository.ts';
import { runGitService } from './transport.ts';

export default command({
  name: 'git-upload-pack',
  summary: 'Send objects; called by git fetch and git clone',
  args: [appArgument],
  flags: {},
  role: 'read',
  internal: true,
  examples: [
    { command: 'git clone dokku@host:my-app', summary: 'Clone the repository; Git calls git-upload-pack' },
  ],
  async run(context, { args }) {
    const repository = await repositoryToRead(context.environment, args.app);
    return runGitService(context, 'upload-pack', { app: args.app, repository });
  },
});
