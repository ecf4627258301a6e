import { appArgument, command } from '../../cli/table/define.ts';
import { git } from '../../git/git.ts';
import { repositoryToRead } from '../../git/repository.ts';

export default command({
  name: 'git:status',
  summary: 'Show the branches and tags of a repository',
  args: [appArgument],
  flags: {},
  role: 'read',
  examples: [
    { command: 'dokku git:status my-app', summary: 'Show branches and tags with their last commits' },
  ],
  async run({ environment, out }, { args }) {
    const repository = await repositoryToRead(environment, args.app);
    const format = '%(refname:short) %(objectname:short) %(committerdate:iso-strict) %(subject)';
    const { stdout } = await git(repository, [
      'for-each-ref',
      `--format=${format}`,
      'refs/heads',
      'refs/tags',
    ]);
    out.line(stdout.trim() || `Nothing was pushed to ${args.app} yet`);
  },
});
