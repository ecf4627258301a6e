import { command } from '../../cli/table/define.ts';
import { replaceGlobalDomains } from '../../lifecycle/claim-domains.ts';
import { GLOBAL } from '../../state/scope.ts';
import { checkGlobalDomains, printDnsNames } from './check.ts';
import { shareDomainsFlag } from './share-flag.ts';

export default command({
  name: 'domains:add-global',
  summary: 'Add global domains',
  args: [
    { name: 'domain', summary: 'Domain like www.example.com or *.example.com', kind: 'text', rest: true },
  ],
  flags: { force: shareDomainsFlag },
  role: 'admin',
  examples: [
    {
      command: 'dokku domains:add-global apps.example.com',
      summary: 'Give new apps the domain <app>.apps.example.com',
    },
  ],
  run(context, { args, flags }) {
    const { store, out } = context;
    const domains = checkGlobalDomains(args.domain);
    const before = store.transaction(() => {
      const before = store.domains.list(GLOBAL);
      replaceGlobalDomains(context, [...before, ...domains], {
        force: flags.force || context.force,
        forced: `domains:add-global --force ${domains.join(' ')}`,
      });
      return before;
    });
    for (const domain of domains)
      out.step(before.includes(domain) ? `Skipping: ${domain} already added` : `Added ${domain}`);
    printDnsNames({ out }, domains);
  },
});
