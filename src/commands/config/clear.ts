import { noWaitFlag } from '../../cli/parts/restart.ts';
import { command, scopeArgument } from '../../cli/table/define.ts';
import { changeConfig } from './change.ts';
import { noRestartFlag } from './scope.ts';

export default command({
  name: 'config:clear',
  summary: 'Remove all config vars',
  args: [scopeArgument],
  flags: { 'no-restart': noRestartFlag, 'no-wait': noWaitFlag },
  role: 'deploy',
  examples: [{ command: 'dokku config:clear my-app', summary: 'Remove all config vars of the app' }],
  async run(context, { args, flags }) {
    const keys = Object.keys(context.store.config.all(args.scope));
    await changeConfig(context, {
      scope: args.scope,
      unset: keys,
      noRestart: flags['no-restart'],
      noWait: flags['no-wait'],
    });
  },
});
