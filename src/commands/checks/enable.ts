import { command } from '../../cli/table/define.ts';
import { changeMode, modeArguments } from './change-mode.ts';

export default command({
  name: 'checks:enable',
  summary: 'Enable health checks',
  args: modeArguments,
  flags: {},
  role: 'admin',
  examples: [
    { command: 'dokku checks:enable my-app worker', summary: 'Enable the checks of the worker only' },
  ],
  run: (context, { args }) => changeMode(context, args.app, args.processes, 'enabled'),
});
