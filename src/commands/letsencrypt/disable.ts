import { printHowToApply } from '../../cli/parts/restart.ts';
import { appArgument, command } from '../../cli/table/define.ts';
import { setSchedulerProperty } from './settings.ts';

export default command({
  name: 'letsencrypt:disable',
  summary: "Disable Let's Encrypt certificates for an app",
  args: [appArgument],
  flags: {},
  role: 'admin',
  examples: [{ command: 'dokku letsencrypt:disable my-app', summary: 'Serve the app over plain HTTP' }],
  async run(context, { args: { app } }) {
    await setSchedulerProperty(context, app, 'letsencrypt-server', 'false');
    printHowToApply(context, app);
  },
});
