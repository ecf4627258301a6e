import { appArgument, command } from '../../cli/table/define.ts';
import { repositoryToRead } from '../../git/repository.ts';
import { runGitService } from './transport.ts';

export default command({
  name: 'git-upload-archive',
  summary: "Git's side of a remote archive",
  args: [appArgument],
  flags: {},
  role: 'read',
  internal: true,
  examples: [{ command: 'git archive --remote=dokku@host:my-app main', summary: 'What calls it' }],
  async run(context, { args }) {
    return runGitService(context, 'upload-archive', await repositoryToRead(context.environment, args.app));
  },
});
