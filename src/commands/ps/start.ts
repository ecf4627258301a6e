import { isRunning } from '../../cli/parts/restart.ts';
import { appOrAllArgument, command } from '../../cli/table/define.ts';
import { eachApp, eachAppFlags } from './each-app.ts';

export default command({
  name: 'ps:start',
  summary: 'Start a stopped app',
  args: [appOrAllArgument],
  flags: eachAppFlags,
  role: 'deploy',
  examples: [{ command: 'dokku ps:start my-app', summary: 'Start the app at its stored scale' }],
  async run(context, { args, flags }) {
    await eachApp(context, args.app, flags, 'Starting', async (app) => {
      if (!context.store.releases.isDeployed(app))
        return context.out.warn(`${app} has not been deployed yet`);
      if (isRunning(context, app)) return context.out.warn(`${app} is already running`);
      const { restartApp } = await import('../../deploy/requests/restart.ts');
      await restartApp(context, app, { reason: 'Start' });
    });
  },
});
