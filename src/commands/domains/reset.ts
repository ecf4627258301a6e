import { printHowToApply } from '../../cli/parts/restart.ts';
import { appOrAllArgument, command } from '../../cli/table/define.ts';
import { claimDomains } from '../../lifecycle/claim-domains.ts';
import { defaultDomains } from '../../release/settings/default-domains.ts';
import { warnOfUncoveredDomains } from '../certs/uncovered.ts';
import { warnOfSharedDomains } from './check.ts';
import { allFlag, appsOf } from './scopes.ts';
import { shareDomainsFlag } from './share-flag.ts';

export default command({
  name: 'domains:reset',
  summary: 'Reset the domains of an app to the global ones',
  args: [appOrAllArgument],
  flags: { all: allFlag, force: shareDomainsFlag },
  role: 'deploy',
  examples: [{ command: 'dokku domains:reset my-app', summary: 'Use my-app.<global domain> again' }],
  run(context, { args, flags }) {
    const { store, out } = context;
    const force = flags.force || context.force;
    const reset = store.transaction(() =>
      appsOf(context, args.app, flags.all).map((app) => {
        const domains = defaultDomains(store, app);
        const forced = `domains:reset --force ${app}`;
        return { app, domains, overlaps: claimDomains(context, app, domains, { force, forced }) };
      }),
    );
    for (const { app, domains, overlaps } of reset) {
      out.step(
        domains.length > 0 ? `Reset domains of ${app} to ${domains.join(' ')}` : `Cleared domains of ${app}`,
      );
      warnOfSharedDomains(context, overlaps);
      warnOfUncoveredDomains(context, app, domains);
      printHowToApply(context, app);
    }
  },
});
