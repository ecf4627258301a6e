import { printHowToApply } from '../../cli/parts/restart.ts';
import { appArgument, command } from '../../cli/table/define.ts';
import { claimDomains } from '../../lifecycle/claim-domains.ts';
import { warnOfUncoveredDomains } from '../certs/uncovered.ts';
import { checkDomains, printDnsNames, warnOfSharedDomains } from './check.ts';
import { shareDomainsFlag } from './share-flag.ts';
import { enableVhosts, vhostsEnabled } from './vhosts.ts';

export default command({
  name: 'domains:add',
  summary: 'Add domains to an app',
  args: [
    appArgument,
    { name: 'domain', summary: 'Domain like www.example.com or *.example.com', kind: 'text', rest: true },
  ],
  flags: { force: shareDomainsFlag },
  role: 'deploy',
  examples: [
    {
      command: 'dokku domains:add my-app www.example.com example.com',
      summary: 'Route two domains to the app',
    },
  ],
  run(context, { args, flags }) {
    const { store, out } = context;
    const domains = checkDomains(args.domain);
    const { before, overlaps } = store.transaction(() => {
      const before = store.domains.list(args.app);
      const overlaps = claimDomains(context, args.app, [...before, ...domains], {
        force: flags.force || context.force,
        forced: `domains:add --force ${args.app} ${domains.join(' ')}`,
      });
      if (!vhostsEnabled(context, args.app)) enableVhosts(context, args.app);
      return { before, overlaps };
    });
    for (const domain of domains)
      out.step(
        before.includes(domain)
          ? `Skipping: ${domain} already added to ${args.app}`
          : `Added ${domain} to ${args.app}`,
      );
    printDnsNames(context, domains);
    warnOfSharedDomains(context, overlaps);
    warnOfUncoveredDomains(context, args.app, domains);
    printHowToApply(context, args.app);
  },
});
