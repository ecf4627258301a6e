import { tellHowToApply } from '../../cli/parts/restart.ts';
import { appArgument, command } from '../../cli/table/define.ts';

export default command({
  name: 'domains:remove',
  summary: 'Remove domains from an app',
  args: [
    appArgument,
    { name: 'domain', summary: 'A host name, *.example.com for all below one', kind: 'text', rest: true },
  ],
  flags: {},
  role: 'deploy',
  examples: [
    {
      command: 'dokku domains:remove my-app www.example.com',
      summary: 'The name no longer leads to the app',
    },
  ],
  run(context, { args }) {
    const { store, out } = context;
    const gone = new Set(args.domain.map((domain) => domain.toLowerCase()));
    store.transaction(() => {
      const kept = store.domains.list(args.app).filter((domain) => !gone.has(domain));
      store.domains.replace(args.app, kept);
    });
    for (const domain of gone) out.step(`Removed ${domain} from ${args.app}`);
    tellHowToApply(context, args.app);
  },
});
