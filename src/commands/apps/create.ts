import { command } from '../../cli/table/define.ts';
import { createApp } from '../../lifecycle/create.ts';
import { shareDomainsFlag } from '../domains/share-flag.ts';

export default command({
  name: 'apps:create',
  summary: 'Create an app',
  args: [{ name: 'app', summary: 'Name of the new app', kind: 'new-app' }],
  flags: { force: shareDomainsFlag },
  role: 'admin',
  examples: [{ command: 'dokku apps:create my-app', summary: 'Create an app to push to' }],
  async run(context, { args, flags }) {
    await createApp(context, args.app, { force: flags.force || context.force });
  },
});
