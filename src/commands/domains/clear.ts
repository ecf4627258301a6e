import { printHowToApply } from '../../cli/parts/restart.ts';
import { appOrAllArgument, command } from '../../cli/table/define.ts';
import { allFlag, appsOf } from './scopes.ts';

export default command({
  name: 'domains:clear',
  summary: 'Remove all domains of an app',
  args: [appOrAllArgument],
  flags: { all: allFlag },
  role: 'deploy',
  examples: [{ command: 'dokku domains:clear my-app', summary: 'Leave the app without a domain' }],
  run(context, { args, flags }) {
    for (const app of appsOf(context, args.app, flags.all)) {
      context.store.domains.replace(app, []);
      context.out.step(`Cleared domains of ${app}`);
      printHowToApply(context, app);
    }
  },
});
