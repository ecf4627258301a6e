import { command } from '../../cli/table/define.ts';
import { deployProcessFlag, optionArguments } from './arguments.ts';
import { readOptions } from './words.ts';

export default command({
  name: 'docker-options:remove',
  summary: 'Remove docker options from an app',
  args: optionArguments,
  flags: { process: deployProcessFlag },
  passthrough: 1,
  role: 'admin',
  examples: [
    {
      command: 'dokku docker-options:remove my-app build --build-arg NODE_ENV=production',
      summary: 'Remove an option, in the form in which it was added',
    },
  ],
  run({ store }, { args, flags }) {
    const options = readOptions(args.phases, args.options, flags.process);
    store.transaction(() => {
      for (const option of options) store.dockerOptions.remove(args.app, option);
    });
  },
});
