import { tellHowToApply } from '../../cli/parts/restart.ts';
import { command } from '../../cli/table/define.ts';
import { allFlag, appsOf, optionalApp } from './scopes.ts';
import { enableVhosts } from './vhosts.ts';

export default command({
  name: 'domains:enable',
  summary: 'Route the domains of an app',
  args: [optionalApp],
  flags: { all: allFlag },
  role: 'deploy',
  examples: [{ command: 'dokku domains:enable my-app', summary: 'Let its domains lead to the app again' }],
  run(context, { args, flags }) {
    for (const app of appsOf(context, args.app, flags.all)) {
      enableVhosts(context, app);
      context.out.step(`Enabled domains of ${app}`);
      tellHowToApply(context, app);
    }
  },
});
