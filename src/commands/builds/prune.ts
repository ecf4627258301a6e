import { appArgument, command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { pruneBuilds } from '../../deploy/frame/build-log.ts';

export default command({
  name: 'builds:prune',
  summary: 'Delete old builds and their logs',
  args: [appArgument],
  flags: {
    keep: { type: 'number', summary: 'Number of newest builds to keep (default: the property retention)' },
  },
  role: 'deploy',
  examples: [{ command: 'dokku builds:prune my-app --keep 5', summary: 'Keep the five newest builds' }],
  run({ environment, store, out }, { args, flags }) {
    const keep = flags.keep ?? Number(store.properties.effective(args.app, 'builds', 'retention', '20'));
    if (keep < 0) throw new Failure(`--keep must be at least 0; got "${keep}"`, { code: 'usage.value' });
    const removed = pruneBuilds(environment, store, args.app, keep);
    out.step(`Removed ${removed} ${removed === 1 ? 'build' : 'builds'} of ${args.app}`);
  },
});
