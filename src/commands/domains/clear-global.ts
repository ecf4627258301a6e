import { command } from '../../cli/table/define.ts';
import { GLOBAL } from '../../state/scope.ts';

export default command({
  name: 'domains:clear-global',
  summary: 'Remove all domains below which new apps get theirs',
  args: [],
  flags: {},
  role: 'admin',
  examples: [{ command: 'dokku domains:clear-global', summary: 'New apps get no domain by themselves' }],
  run({ store, out }) {
    store.domains.replace(GLOBAL, []);
    out.step('Cleared global domains');
  },
});
