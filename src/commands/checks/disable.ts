import { command } from '../../cli/table/define.ts';
import { changeMode, modeArguments } from './change-mode.ts';

export default command({
  name: 'checks:disable',
  summary: 'Replace processes without health checks, the old ones stopped first',
  description:
    'Two versions of a process never run at once; there is a gap while the new one starts. It counts from the next deploy or restart.',
  args: modeArguments,
  flags: {},
  role: 'admin',
  examples: [{ command: 'dokku checks:disable my-app worker', summary: 'Only for the worker' }],
  run: (context, { args }) => changeMode(context, args.app, args.processes, 'disabled'),
});
