import { printHowToApply } from '../../cli/parts/restart.ts';
import { appOrAllArgument, command } from '../../cli/table/define.ts';
import { allFlag, appsOf } from './scopes.ts';
import { disableVhosts } from './vhosts.ts';

export default command({
  name: 'domains:disable',
  summary: 'Disable the domains of an app',
  args: [appOrAllArgument],
  flags: { all: allFlag },
  role: 'deploy',
  examples: [
    { command: 'dokku domains:disable my-app', summary: 'Stop routing its domains until domains:enable' },
  ],
  run(context, { args, flags }) {
    for (const app of appsOf(context, args.app, flags.all)) {
      disableVhosts(context, app);
      context.out.step(`Disabled domains of ${app}`);
      printHowToApply(context, app);
    }
  },
});
