import { appArgument, command } from '../../cli/table/define.ts';
import { cancelBuild } from '../../deploy/requests/cancel.ts';

export default command({
  name: 'builds:cancel',
  summary: 'Stop the running deploy of an app',
  args: [
    appArgument,
    { name: 'build', summary: 'Id of the build (default: the running build)', kind: 'text', optional: true },
  ],
  flags: {},
  role: 'deploy',
  examples: [
    { command: 'dokku builds:cancel my-app', summary: 'Stop the running deploy and keep the old version' },
  ],
  async run(context, { args }) {
    await cancelBuild(context, args.app, args.build);
  },
});
