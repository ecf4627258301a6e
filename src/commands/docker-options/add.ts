import { command } from '../../cli/table/define.ts';
import { deployProcessFlag, optionArguments } from './arguments.ts';
import { readOptions } from './words.ts';

export default command({
  name: 'docker-options:add',
  summary: 'Add docker options to an app',
  description:
    'Builds understand --build-arg, --label, --target, --platform, --no-cache, --pull, --secret, --add-host, ' +
    '--network, --shm-size and --ulimit. Deploys and runs understand --cap-add, --cap-drop, --privileged and ' +
    '--sysctl. Other options are stored, but have no effect.',
  args: optionArguments,
  flags: { process: deployProcessFlag },
  passthrough: 1,
  role: 'admin',
  examples: [
    {
      command: 'dokku docker-options:add my-app build --build-arg NODE_ENV=production',
      summary: 'Pass a build argument',
    },
    {
      command: 'dokku docker-options:add my-app build --secret id=NPM_TOKEN,env=NPM_TOKEN',
      summary: 'Pass a config var to a build step without storing it in the image',
    },
    {
      command: 'dokku docker-options:add my-app deploy,run --cap-add NET_ADMIN',
      summary: 'Give a capability to all containers',
    },
  ],
  run({ store }, { args, flags }) {
    const options = readOptions(args.phases, args.options, flags.process);
    store.transaction(() => {
      for (const option of options) store.dockerOptions.add(args.app, option);
    });
  },
});
