import { appArgument, command } from '../../cli/table/define.ts';
import { describeHolder, livingHolder } from '../../deploy/frame/lock.ts';

export default command({
  name: 'apps:locked',
  summary: 'Say by the exit status whether an app has a deploy lock (0 or 1)',
  args: [appArgument],
  flags: {},
  role: 'read',
  examples: [{ command: 'dokku apps:locked my-app', summary: 'See who keeps the app from being deployed' }],
  run({ store, out }, { args }) {
    const holder = livingHolder(store, args.app);
    const byHand = store.apps.find(args.app)?.lockedBy;
    if (!holder && !byHand) return 1;
    out.line(`Deploy lock exists: ${holder ? describeHolder(holder) : `locked by ${byHand}`}`);
  },
});
