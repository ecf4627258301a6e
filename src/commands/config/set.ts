import { command, scopeArgument } from '../../cli/table/define.ts';
import { changeConfig } from './change.ts';
import { parsePairs } from './pairs.ts';
import { noRestartFlag } from './scope.ts';

export default command({
  name: 'config:set',
  summary: 'Set environment variables',
  description:
    'A deployed app is restarted with the new values, as a new release of the image that runs. ' +
    'When that fails the old release keeps running with its own values, and the exit status is not 0. ' +
    'Global variables reach each app at its next deploy.',
  args: [scopeArgument, { name: 'pair', summary: 'KEY=value, any number of them', kind: 'text', rest: true }],
  flags: {
    'no-restart': noRestartFlag,
    encoded: { type: 'boolean', summary: 'The values are given in base64' },
  },
  role: 'deploy',
  examples: [
    { command: 'dokku config:set my-app NODE_ENV=production WORKERS=4', summary: 'Set two variables' },
    {
      command: 'dokku config:set --no-restart my-app NODE_ENV=production',
      summary: 'Set a variable without a restart',
    },
    {
      command: 'dokku config:set --global TZ=Europe/Berlin',
      summary: 'Set a variable for all apps that have none of that name',
    },
  ],
  async run(context, { args, flags }) {
    await changeConfig(context, {
      scope: args.scope,
      set: parsePairs(args.pair, { encoded: flags.encoded }),
      noRestart: flags['no-restart'],
    });
  },
});
