import { command } from '../../cli/table/define.ts';
import { GLOBAL } from '../../state/scope.ts';
import { checkGlobalDomains, printDnsNames } from './check.ts';

export default command({
  name: 'domains:add-global',
  summary: 'Add global domains',
  args: [
    { name: 'domain', summary: 'Domain like www.example.com or *.example.com', kind: 'text', rest: true },
  ],
  flags: {},
  role: 'admin',
  examples: [
    {
      command: 'dokku domains:add-global apps.example.com',
      summary: 'Give new apps the domain <app>.apps.example.com',
    },
  ],
  run({ store, out }, { args }) {
    const domains = checkGlobalDomains(args.domain);
    const before = store.domains.list(GLOBAL);
    store.domains.replace(GLOBAL, [...before, ...domains]);
    for (const domain of domains)
      out.step(before.includes(domain) ? `Skipping: ${domain} already added` : `Added ${domain}`);
    printDnsNames({ out }, domains);
  },
});
