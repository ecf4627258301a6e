import { command } from '../../cli/table/define.ts';
import { changeMode, modeArguments } from './change-mode.ts';

export default command({
  name: 'checks:skip',
  summary: 'Skip health checks when replacing processes',
  description:
    'The old version runs until the new one has started. The setting takes effect at the next deploy or restart.',
  args: modeArguments,
  flags: {},
  role: 'admin',
  examples: [{ command: 'dokku checks:skip my-app worker', summary: 'Skip the checks of the worker only' }],
  run: (context, { args }) => changeMode(context, args.app, args.processes, 'skipped'),
});
