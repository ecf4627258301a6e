import { command } from '../../cli/table/define.ts';
import { GLOBAL } from '../../state/scope.ts';
import { checkGlobalDomains } from './check.ts';

export default command({
  name: 'domains:set-global',
  summary: 'Replace the domains below which new apps get theirs',
  description: 'Apps that exist keep their domains; domains:reset gives them the new ones.',
  args: [
    { name: 'domain', summary: 'A host name, *.example.com for all below one', kind: 'text', rest: true },
  ],
  flags: {},
  role: 'admin',
  examples: [
    {
      command: 'dokku domains:set-global apps.example.com',
      summary: 'A new app is reached as <app>.apps.example.com',
    },
  ],
  run({ store, out }, { args }) {
    const domains = checkGlobalDomains(args.domain);
    store.domains.replace(GLOBAL, domains);
    out.step(`Set ${domains.join(' ')}`);
  },
});
