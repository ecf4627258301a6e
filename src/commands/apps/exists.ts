import { appArgument, command } from '../../cli/table/define.ts';

export default command({
  name: 'apps:exists',
  summary: 'Check whether an app exists',
  args: [appArgument],
  flags: {},
  role: 'read',
  examples: [{ command: 'dokku apps:exists my-app', summary: 'Exit with 0 if the app exists, else with 20' }],
  // The check of the argument before the command runs is enough.
  run() {},
});
