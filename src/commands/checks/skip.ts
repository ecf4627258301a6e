import { command } from '../../cli/table/define.ts';
import { changeMode, modeArguments } from './change-mode.ts';

export default command({
  name: 'checks:skip',
  summary: 'Replace processes without waiting for health checks',
  description:
    'The old version runs until the new one has started. It counts from the next deploy or restart.',
  args: modeArguments,
  flags: {},
  role: 'admin',
  examples: [{ command: 'dokku checks:skip my-app worker', summary: 'Only for the worker' }],
  run: (context, { args }) => changeMode(context, args.app, args.processes, 'skipped'),
});
