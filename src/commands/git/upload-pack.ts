import { appArgument, command } from '../../cli/table/define.ts';
import { repositoryToRead } from '../../git/repository.ts';
import { runGitService } from './transport.ts';

export default command({
  name: 'git-upload-pack',
  summary: "Git's side of a fetch or clone",
  args: [appArgument],
  flags: {},
  role: 'read',
  internal: true,
  examples: [{ command: 'git clone dokku@host:my-app', summary: 'What calls it' }],
  async run(context, { args }) {
    return runGitService(context, 'upload-pack', await repositoryToRead(context.environment, args.app));
  },
});
