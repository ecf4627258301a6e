import { appArgument, command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { describeHolder, livingHolder } from '../../deploy/frame/lock.ts';

export default command({
  name: 'apps:unlock',
  summary: 'Take away the deploy lock of an app',
  description:
    'A lock whose deploy has died is free by itself. A deploy that is running loses its lock and stops before it ' +
    'changes anything more; to end it at once there is builds:cancel.',
  args: [appArgument],
  flags: {},
  role: 'deploy',
  examples: [{ command: 'dokku apps:unlock my-app', summary: 'Allow deploys again after apps:lock' }],
  run({ store, out }, { args }) {
    const holder = livingHolder(store, args.app);
    const byHand = store.apps.find(args.app)?.lockedBy;
    if (!holder && !byHand) {
      throw new Failure(`${args.app} has no deploy lock`, {
        code: 'lock.none',
        hint: 'It can be deployed: git push dokku main',
      });
    }
    out.warn(`Taking away the deploy lock of ${args.app}`);
    out.warn(
      holder
        ? `A deploy holds it, and will stop before it changes anything more: ${describeHolder(holder)}`
        : `It was set with apps:lock by ${byHand}`,
    );
    store.apps.unlock(args.app);
    store.locks.break(args.app);
    out.step('Deploy lock removed');
  },
});
