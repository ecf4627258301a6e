import { appArgument, command } from '../../cli/table/define.ts';
import { repositoryClient } from '../../git/client.ts';
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
    const client = await repositoryClient(repository);
    const refs = await client.raw(['for-each-ref', `--format=${format}`, 'refs/heads', 'refs/tags']);
    out.line(refs.trim() || `Nothing was pushed to ${args.app} yet`);
  },
});
