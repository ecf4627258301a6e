import { command } from '../../cli/table/define.ts';
import { GLOBAL } from '../../state/scope.ts';
import { checkGlobalDomains, printDnsNames } from './check.ts';

export default command({
  name: 'domains:set-global',
  summary: 'Replace the global domains',
  description: 'Existing apps keep their domains; domains:reset gives them the new ones.',
  args: [
    { name: 'domain', summary: 'Domain like www.example.com or *.example.com', kind: 'text', rest: true },
  ],
  flags: {},
  role: 'admin',
  examples: [
    {
      command: 'dokku domains:set-global apps.example.com',
      summary: 'Give new apps the domain <app>.apps.example.com',
    },
  ],
  run({ store, out }, { args }) {
    const domains = checkGlobalDomains(args.domain);
    store.domains.replace(GLOBAL, domains);
    out.step(`Set ${domains.join(' ')}`);
    printDnsNames({ out }, domains);
  },
});
