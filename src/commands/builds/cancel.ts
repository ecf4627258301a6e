import { appArgument, command } from '../../cli/table/define.ts';
import { cancelBuild } from '../../deploy/requests/cancel.ts';

export default command({
  name: 'builds:cancel',
  summary: 'End the running deploy of an app',
  args: [
    appArgument,
    { name: 'build', summary: 'Id of the build; the running one without it', kind: 'text', optional: true },
  ],
  flags: {},
  role: 'deploy',
  examples: [
    { command: 'dokku builds:cancel my-app', summary: 'End the running deploy; the old version stays' },
  ],
  async run(context, { args }) {
    await cancelBuild(context, args.app, args.build);
  },
});
