import { command } from '../../cli/table/define.ts';
import { createApp } from '../../lifecycle/create.ts';

export default command({
  name: 'apps:create',
  summary: 'Create an app',
  args: [{ name: 'app', summary: 'Name of the new app', kind: 'new-app' }],
  flags: {},
  role: 'admin',
  examples: [{ command: 'dokku apps:create my-app', summary: 'Create an app to push to' }],
  async run(context, { args }) {
    await createApp(context, args.app);
  },
});
