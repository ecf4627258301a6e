import manifest from '../../../package.json' with { type: 'json' };
import { command } from '../../cli/table/define.ts';

export default command({
  name: 'version',
  summary: 'Print the version of dokku',
  args: [],
  flags: {},
  role: 'read',
  examples: [{ command: 'dokku version', summary: 'Print the version of the server' }],
  run({ out }) {
    out.line(`dokku version ${manifest.version}`);
  },
});
