import { printHowToApply } from '../../cli/parts/restart.ts';
import { appArgument, command } from '../../cli/table/define.ts';
import { warnOfUncoveredDomains } from '../certs/uncovered.ts';
import { checkDomains, printDnsNames, warnOfSharedDomains } from './check.ts';
import { enableVhosts, vhostsEnabled } from './vhosts.ts';

export default command({
  name: 'domains:add',
  summary: 'Add domains to an app',
  args: [
    appArgument,
    { name: 'domain', summary: 'Domain like www.example.com or *.example.com', kind: 'text', rest: true },
  ],
  flags: {},
  role: 'deploy',
  examples: [
    {
      command: 'dokku domains:add my-app www.example.com example.com',
      summary: 'Route two domains to the app',
    },
  ],
  run(context, { args }) {
    const { store, out } = context;
    const domains = checkDomains(args.domain);
    const before = store.domains.list(args.app);
    store.transaction(() => {
      store.domains.replace(args.app, [...before, ...domains]);
      if (!vhostsEnabled(context, args.app)) enableVhosts(context, args.app);
    });
    for (const domain of domains)
      out.step(
        before.includes(domain)
          ? `Skipping: ${domain} already added to ${args.app}`
          : `Added ${domain} to ${args.app}`,
      );
    printDnsNames(context, domains);
    warnOfSharedDomains(context, args.app, domains);
    warnOfUncoveredDomains(context, args.app, domains);
    printHowToApply(context, args.app);
  },
});
