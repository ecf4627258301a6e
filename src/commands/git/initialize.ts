import { appArgument, command } from '../../cli/table/define.ts';
import { ensureRepository } from '../../git/repository.ts';

export default command({
  name: 'git:initialize',
  summary: 'Create or repair the repository of an app',
  args: [appArgument],
  flags: {},
  role: 'admin',
  examples: [{ command: 'dokku git:initialize my-app', summary: 'Repair a repository' }],
  async run({ environment, out }, { args }) {
    await ensureRepository(environment, args.app);
    out.step(`Initialized the repository of ${args.app}`);
  },
});
