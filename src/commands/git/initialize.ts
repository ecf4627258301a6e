import { appArgument, command } from '../../cli/table/define.ts';
import { type ObjectFormat, objectFormats } from '../../git/object-format.ts';
import { initializeRepository } from '../../git/repository.ts';

export default command({
  name: 'git:initialize',
  summary: 'Create or repair the repository of an app',
  args: [appArgument],
  flags: {
    'object-format': {
      type: 'string',
      summary: 'Hash function of the repository, before its first push (default sha1)',
      choices: objectFormats,
      placeholder: 'FORMAT',
    },
  },
  role: 'admin',
  examples: [
    { command: 'dokku git:initialize my-app', summary: 'Repair a repository' },
    {
      command: 'dokku git:initialize --object-format sha256 my-app',
      summary: 'Accept pushes from a repository that uses SHA-256',
    },
  ],
  async run({ environment, out }, { args, flags }) {
    await initializeRepository(environment, args.app, flags['object-format'] as ObjectFormat | undefined);
    out.step(`Initialized the repository of ${args.app}`);
  },
});
