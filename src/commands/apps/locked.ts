import { appArgument, command } from '../../cli/table/define.ts';
import { describeHolder, livingHolder } from '../../deploy/frame/lock.ts';

export default command({
  name: 'apps:locked',
  summary: 'Check whether an app has a deploy lock',
  args: [appArgument],
  flags: {},
  role: 'read',
  examples: [
    { command: 'dokku apps:locked my-app', summary: 'Print who holds the lock; exit with 1 if nobody does' },
  ],
  run({ store, out }, { args }) {
    const holder = livingHolder(store, args.app);
    const byHand = store.apps.find(args.app)?.lockedBy;
    if (!holder && !byHand) return 1;
    out.line(`Deploy lock exists: ${holder ? describeHolder(holder) : `locked by ${byHand}`}`);
  },
});
