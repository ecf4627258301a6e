import { appOrAllArgument, command } from '../../cli/table/define.ts';
import { eachApp, eachAppFlags } from './each-app.ts';

export default command({
  name: 'ps:stop',
  summary: 'Stop all processes of an app',
  description: 'Keeps the scale and the settings. ps:start or the next deploy starts the app again.',
  args: [appOrAllArgument],
  flags: eachAppFlags,
  role: 'deploy',
  examples: [{ command: 'dokku ps:stop my-app', summary: 'Stop the app and its scheduled tasks' }],
  async run(context, { args, flags }) {
    await eachApp(context, args.app, flags, undefined, async (app) => {
      if (!context.store.releases.isDeployed(app))
        return context.out.warn(`${app} has not been deployed yet`);
      const { stopApp } = await import('../../deploy/requests/stop.ts');
      await stopApp(context, app);
    });
  },
});
