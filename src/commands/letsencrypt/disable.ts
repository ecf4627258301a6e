import { tellHowToApply } from '../../cli/parts/restart.ts';
import { appArgument, command } from '../../cli/table/define.ts';
import { setInstead } from './settings.ts';

export default command({
  name: 'letsencrypt:disable',
  summary: "Get no certificates of Let's Encrypt for the domains of an app",
  args: [appArgument],
  flags: {},
  role: 'admin',
  examples: [{ command: 'dokku letsencrypt:disable my-app', summary: 'Serve the app over plain HTTP' }],
  async run(context, { args: { app } }) {
    await setInstead(context, app, 'letsencrypt-server', 'false');
    tellHowToApply(context, app);
  },
});
