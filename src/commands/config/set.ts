import { noWaitFlag } from '../../cli/parts/restart.ts';
import { command, scopeArgument } from '../../cli/table/define.ts';
import { changeConfig } from './change.ts';
import { parsePairs } from './pairs.ts';
import { noRestartFlag } from './scope.ts';

export default command({
  name: 'config:set',
  summary: 'Set config vars',
  description:
    'A deployed app is restarted: the current image is released again with the new values. When the restart fails, the ' +
    'old release keeps running with its old values, and the exit status is not 0. Apps get global config vars at their ' +
    'next deploy.',
  args: [scopeArgument, { name: 'pair', summary: 'KEY=value, one or more', kind: 'text', rest: true }],
  flags: {
    'no-restart': noRestartFlag,
    'no-wait': noWaitFlag,
    encoded: { type: 'boolean', summary: 'The values are base64-encoded' },
  },
  role: 'deploy',
  examples: [
    { command: 'dokku config:set my-app NODE_ENV=production WORKERS=4', summary: 'Set two config vars' },
    {
      command: 'dokku config:set --no-restart my-app NODE_ENV=production',
      summary: 'Set a config var without a restart',
    },
    {
      command: 'dokku config:set --global TZ=Europe/Berlin',
      summary: 'Set a config var for all apps that do not set it themselves',
    },
  ],
  async run(context, { args, flags }) {
    await changeConfig(context, {
      scope: args.scope,
      set: parsePairs(args.pair, { encoded: flags.encoded }),
      noRestart: flags['no-restart'],
      noWait: flags['no-wait'],
    });
  },
});
