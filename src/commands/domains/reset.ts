import { printHowToApply } from '../../cli/parts/restart.ts';
import { appOrAllArgument, command } from '../../cli/table/define.ts';
import { defaultDomains } from '../../lifecycle/default-domains.ts';
import { warnOfUncoveredDomains } from '../certs/uncovered.ts';
import { allFlag, appsOf } from './scopes.ts';

export default command({
  name: 'domains:reset',
  summary: 'Reset the domains of an app to the global ones',
  args: [appOrAllArgument],
  flags: { all: allFlag },
  role: 'deploy',
  examples: [{ command: 'dokku domains:reset my-app', summary: 'Use my-app.<global domain> again' }],
  run(context, { args, flags }) {
    const { store, out } = context;
    for (const app of appsOf(context, args.app, flags.all)) {
      const domains = defaultDomains(store, app);
      store.domains.replace(app, domains);
      out.step(
        domains.length > 0 ? `Reset domains of ${app} to ${domains.join(' ')}` : `Cleared domains of ${app}`,
      );
      warnOfUncoveredDomains(context, app, domains);
      printHowToApply(context, app);
    }
  },
});
