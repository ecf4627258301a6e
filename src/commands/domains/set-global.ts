import { command } from '../../cli/table/define.ts';
import { replaceGlobalDomains } from '../../lifecycle/claim-domains.ts';
import { checkGlobalDomains, printDnsNames } from './check.ts';
import { shareDomainsFlag } from './share-flag.ts';

export default command({
  name: 'domains:set-global',
  summary: 'Replace the global domains',
  description: 'Existing apps keep their domains; domains:reset gives them the new ones.',
  args: [
    { name: 'domain', summary: 'Domain like www.example.com or *.example.com', kind: 'text', rest: true },
  ],
  flags: { force: shareDomainsFlag },
  role: 'admin',
  examples: [
    {
      command: 'dokku domains:set-global apps.example.com',
      summary: 'Give new apps the domain <app>.apps.example.com',
    },
  ],
  run(context, { args, flags }) {
    const { out } = context;
    const domains = checkGlobalDomains(args.domain);
    replaceGlobalDomains(context, domains, {
      force: flags.force || context.force,
      forced: `domains:set-global --force ${domains.join(' ')}`,
    });
    out.step(`Set ${domains.join(' ')}`);
    printDnsNames({ out }, domains);
  },
});
