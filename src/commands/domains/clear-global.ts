import { command } from '../../cli/table/define.ts';
import { GLOBAL } from '../../state/scope.ts';

export default command({
  name: 'domains:clear-global',
  summary: 'Remove all global domains',
  args: [],
  flags: {},
  role: 'admin',
  examples: [{ command: 'dokku domains:clear-global', summary: 'Give new apps no domain' }],
  run({ store, out }) {
    store.domains.replace(GLOBAL, []);
    out.step('Cleared global domains');
  },
});
