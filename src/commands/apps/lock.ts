import { appArgument, command } from '../../cli/table/define.ts';

export default command({
  name: 'apps:lock',
  summary: 'Lock an app against deploys',
  args: [appArgument],
  flags: {},
  role: 'deploy',
  examples: [{ command: 'dokku apps:lock my-app', summary: 'Refuse deploys until apps:unlock' }],
  run({ store, out, actor }, { args }) {
    store.apps.lock(args.app, actor.name);
    out.step('Deploy lock created');
  },
});
