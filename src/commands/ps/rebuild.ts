import { appOrAllArgument, command } from '../../cli/table/define.ts';
import { eachApp, eachAppFlags } from './each-app.ts';

export default command({
  name: 'ps:rebuild',
  summary: 'Rebuild and deploy an app from its source',
  args: [appOrAllArgument],
  flags: eachAppFlags,
  role: 'deploy',
  examples: [
    {
      command: 'dokku ps:rebuild my-app',
      summary: 'Build the head of the deploy branch with the current settings',
    },
  ],
  async run(context, { args, flags }) {
    const { rebuildApp } = await import('../../deploy/requests/rebuild.ts');
    await eachApp(context, args.app, flags, 'Rebuilding', (app) => rebuildApp(context, app));
  },
});
