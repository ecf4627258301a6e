import { command } from '../../cli/table/define.ts';
import { GLOBAL } from '../../state/scope.ts';
import { storedForm } from './check.ts';

export default command({
  name: 'domains:remove-global',
  summary: 'Remove global domains',
  args: [
    { name: 'domain', summary: 'Domain like www.example.com or *.example.com', kind: 'text', rest: true },
  ],
  flags: {},
  role: 'admin',
  examples: [
    {
      command: 'dokku domains:remove-global apps.example.com',
      summary: 'Stop giving new apps a domain below apps.example.com',
    },
  ],
  run({ store, out }, { args }) {
    const removed = new Set(args.domain.map(storedForm));
    store.transaction(() => {
      store.domains.replace(
        GLOBAL,
        store.domains.list(GLOBAL).filter((domain) => !removed.has(domain)),
      );
    });
    for (const domain of removed) out.step(`Removed ${domain}`);
  },
});
