import { command } from '../../cli/table/define.ts';
import { changeMode, modeArguments } from './change-mode.ts';

export default command({
  name: 'checks:enable',
  summary: 'Let new processes pass their health checks before they take over',
  args: modeArguments,
  flags: {},
  role: 'admin',
  examples: [{ command: 'dokku checks:enable my-app worker', summary: 'Only for the worker' }],
  run: (context, { args }) => changeMode(context, args.app, args.processes, 'enabled'),
});
