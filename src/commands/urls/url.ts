import { appArgument, command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { servedUrls } from './served.ts';

export default command({
  name: 'url',
  summary: 'Print the first address of an app',
  args: [appArgument],
  flags: {},
  role: 'read',
  examples: [{ command: 'curl "$(dokku url my-app)"', summary: 'Ask the app for its first page' }],
  run({ store, out }, { args }) {
    const [first] = servedUrls(store, args.app);
    if (first) return out.line(first);
    throw new Failure(`No domain leads to ${args.app}`, {
      code: 'domains.none',
      hint: `Add one with: dokku domains:add ${args.app} <domain> && dokku ps:restart ${args.app}`,
    });
  },
});
