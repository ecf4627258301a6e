import { appArgument, command } from '../../cli/table/define.ts';

export default command({
  name: 'apps:exists',
  summary: 'Say by the exit status whether an app exists (0 or 20)',
  args: [appArgument],
  flags: {},
  role: 'read',
  examples: [
    { command: 'dokku apps:exists my-app', summary: 'Exit with 0 when the app exists, with 20 when not' },
  ],
  // The parser's check of the argument is all there is to it.
  run() {},
});
