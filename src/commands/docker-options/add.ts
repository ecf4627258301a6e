import { authorize } from '../../access/guard.ts';
import type { Context } from '../../cli/invoke/context.ts';
import { command } from '../../cli/table/define.ts';
import { optionsAboveBaseline } from '../../release/policy/grants.ts';
import type { DockerOption } from '../../state/apps/docker-options.ts';
import { GLOBAL } from '../../state/scope.ts';
import { deployProcessFlag, optionArguments } from './arguments.ts';
import { readOptions } from './words.ts';

export default command({
  name: 'docker-options:add',
  summary: 'Add docker options to an app',
  description:
    'Builds understand --build-arg, --label, --target, --platform, --no-cache, --pull, --secret, --add-host, ' +
    '--network, --shm-size and --ulimit. Deploys and runs understand --cap-add, --cap-drop, --privileged and ' +
    '--sysctl. Other options are stored, but have no effect. Options that give containers more than the Pod Security ' +
    'Standard baseline allows need the role admin for all apps.',
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
  run(context, { args, flags }) {
    const { store } = context;
    const options = readOptions(args.phases, args.options, flags.process);
    requireGlobalRole(context, args.app, options);
    store.transaction(() => {
      for (const option of options) store.dockerOptions.add(args.app, option);
    });
  },
});

/** Rights on the node affect all apps, so an administrator of one app cannot give them. */
function requireGlobalRole(context: Context, app: string, options: readonly DockerOption[]): void {
  const level = context.store.properties.effective(app, 'scheduler-k3s', 'pod-security', 'baseline');
  const [above] = level === 'privileged' ? [] : optionsAboveBaseline(options);
  if (above) authorize(context, { name: `Adding ${above.option}`, role: 'admin' }, GLOBAL);
}
