import { printHowToApply } from '../../cli/parts/restart.ts';
import { appOrAllArgument, command } from '../../cli/table/define.ts';
import { warnOfUncoveredDomains } from '../certs/uncovered.ts';
import { allFlag, appsOf } from './scopes.ts';
import { enableVhosts } from './vhosts.ts';

export default command({
  name: 'domains:enable',
  summary: 'Enable the domains of an app',
  args: [appOrAllArgument],
  flags: { all: allFlag },
  role: 'deploy',
  examples: [{ command: 'dokku domains:enable my-app', summary: 'Route its domains again' }],
  run(context, { args, flags }) {
    for (const app of appsOf(context, args.app, flags.all)) {
      enableVhosts(context, app);
      context.out.step(`Enabled domains of ${app}`);
      warnOfUncoveredDomains(context, app, context.store.domains.list(app));
      printHowToApply(context, app);
    }
  },
});
