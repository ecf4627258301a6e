import { noWaitFlag } from '../../cli/parts/restart.ts';
import { command, scopeArgument } from '../../cli/table/define.ts';
import { changeConfig } from './change.ts';
import { checkKeys } from './pairs.ts';
import { noRestartFlag } from './scope.ts';

export default command({
  name: 'config:unset',
  summary: 'Remove config vars',
  args: [scopeArgument, { name: 'key', summary: 'Name of a config var', kind: 'text', rest: true }],
  flags: { 'no-restart': noRestartFlag, 'no-wait': noWaitFlag },
  role: 'deploy',
  examples: [{ command: 'dokku config:unset my-app NODE_ENV WORKERS', summary: 'Remove two config vars' }],
  async run(context, { args, flags }) {
    checkKeys(args.key);
    await changeConfig(context, {
      scope: args.scope,
      unset: args.key,
      noRestart: flags['no-restart'],
      noWait: flags['no-wait'],
    });
  },
});
