import { printHowToApply } from '../../cli/parts/restart.ts';
import { appArgument, command } from '../../cli/table/define.ts';
import { warnOfUncoveredDomains } from '../certs/uncovered.ts';
import { checkDomains, printDnsNames, warnOfSharedDomains } from './check.ts';
import { enableVhosts } from './vhosts.ts';

export default command({
  name: 'domains:set',
  summary: 'Replace the domains of an app',
  args: [
    appArgument,
    { name: 'domain', summary: 'Domain like www.example.com or *.example.com', kind: 'text', rest: true },
  ],
  flags: {},
  role: 'deploy',
  examples: [
    { command: 'dokku domains:set my-app www.example.com', summary: 'Set the only domain of the app' },
  ],
  run(context, { args }) {
    const { store, out } = context;
    const domains = checkDomains(args.domain);
    store.transaction(() => {
      store.domains.replace(args.app, domains);
      enableVhosts(context, args.app);
    });
    out.step(`Set ${domains.join(' ')} for ${args.app}`);
    printDnsNames(context, domains);
    warnOfSharedDomains(context, args.app, domains);
    warnOfUncoveredDomains(context, args.app, domains);
    printHowToApply(context, args.app);
  },
});
