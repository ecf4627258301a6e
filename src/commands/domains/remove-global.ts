import { command } from '../../cli/table/define.ts';
import { GLOBAL } from '../../state/scope.ts';

export default command({
  name: 'domains:remove-global',
  summary: 'Remove domains below which new apps get theirs',
  args: [
    { name: 'domain', summary: 'A host name, *.example.com for all below one', kind: 'text', rest: true },
  ],
  flags: {},
  role: 'admin',
  examples: [
    { command: 'dokku domains:remove-global apps.example.com', summary: 'New apps get no domain below it' },
  ],
  run({ store, out }, { args }) {
    const gone = new Set(args.domain.map((domain) => domain.toLowerCase()));
    store.transaction(() => {
      store.domains.replace(
        GLOBAL,
        store.domains.list(GLOBAL).filter((domain) => !gone.has(domain)),
      );
    });
    for (const domain of gone) out.step(`Removed ${domain}`);
  },
});
