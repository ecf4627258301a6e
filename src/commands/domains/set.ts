import { printHowToApply } from '../../cli/parts/restart.ts';
import { appArgument, command } from '../../cli/table/define.ts';
import { claimDomains } from '../../lifecycle/claim-domains.ts';
import { warnOfUncoveredDomains } from '../certs/uncovered.ts';
import { checkDomains, printDnsNames, warnOfSharedDomains } from './check.ts';
import { shareDomainsFlag } from './share-flag.ts';
import { enableVhosts } from './vhosts.ts';

export default command({
  name: 'domains:set',
  summary: 'Replace the domains of an app',
  args: [
    appArgument,
    { name: 'domain', summary: 'Domain like www.example.com or *.example.com', kind: 'text', rest: true },
  ],
  flags: { force: shareDomainsFlag },
  role: 'deploy',
  examples: [
    { command: 'dokku domains:set my-app www.example.com', summary: 'Set the only domain of the app' },
  ],
  run(context, { args, flags }) {
    const { store, out } = context;
    const domains = checkDomains(args.domain);
    const overlaps = store.transaction(() => {
      const overlaps = claimDomains(context, args.app, domains, {
        force: flags.force || context.force,
        forced: `domains:set --force ${args.app} ${domains.join(' ')}`,
      });
      enableVhosts(context, args.app);
      return overlaps;
    });
    out.step(`Set ${domains.join(' ')} for ${args.app}`);
    printDnsNames(context, domains);
    warnOfSharedDomains(context, overlaps);
    warnOfUncoveredDomains(context, args.app, domains);
    printHowToApply(context, args.app);
  },
});
