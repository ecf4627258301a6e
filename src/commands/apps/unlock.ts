import { appArgument, command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { describeHolder, livingHolder } from '../../deploy/frame/lock.ts';

export default command({
  name: 'apps:unlock',
  summary: 'Remove the deploy lock of an app',
  description:
    'The lock of a crashed deploy is released automatically. A running deploy that loses its lock stops before its ' +
    'next change. To stop a deploy at once, use builds:cancel.',
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
        hint: 'Deploy the app with: git push dokku main',
      });
    }
    out.warn(`Removing the deploy lock of ${args.app}`);
    out.warn(
      holder
        ? `A running deploy holds the lock and stops before its next change: ${describeHolder(holder)}`
        : `The lock was set with apps:lock by ${byHand}`,
    );
    store.apps.unlock(args.app);
    store.locks.break(args.app);
    out.step('Deploy lock removed');
  },
});
