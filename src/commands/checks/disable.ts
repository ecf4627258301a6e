import { command } from '../../cli/table/define.ts';
import { changeMode, modeArguments } from './change-mode.ts';

export default command({
  name: 'checks:disable',
  summary: 'Disable health checks and stop old processes first',
  description:
    'Two versions of a process never run at the same time, so there is a gap while the new version starts. The setting ' +
    'takes effect at the next deploy or restart.',
  args: modeArguments,
  flags: {},
  role: 'admin',
  examples: [
    { command: 'dokku checks:disable my-app worker', summary: 'Disable the checks of the worker only' },
  ],
  run: (context, { args }) => changeMode(context, args.app, args.processes, 'disabled'),
});
