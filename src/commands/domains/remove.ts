import { printHowToApply } from '../../cli/parts/restart.ts';
import { appArgument, command } from '../../cli/table/define.ts';
import { storedForm } from './check.ts';

export default command({
  name: 'domains:remove',
  summary: 'Remove domains from an app',
  args: [
    appArgument,
    { name: 'domain', summary: 'Domain like www.example.com or *.example.com', kind: 'text', rest: true },
  ],
  flags: {},
  role: 'deploy',
  examples: [
    {
      command: 'dokku domains:remove my-app www.example.com',
      summary: 'Stop routing a domain to the app',
    },
  ],
  run(context, { args }) {
    const { store, out } = context;
    const removed = new Set(args.domain.map(storedForm));
    store.transaction(() => {
      const kept = store.domains.list(args.app).filter((domain) => !removed.has(domain));
      store.domains.replace(args.app, kept);
    });
    for (const domain of removed) out.step(`Removed ${domain} from ${args.app}`);
    printHowToApply(context, args.app);
  },
});
