import { appArgument, command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { servedUrls } from './served.ts';

export default command({
  name: 'url',
  summary: 'Print the first URL of an app',
  args: [appArgument],
  flags: {},
  role: 'read',
  examples: [{ command: 'curl "$(dokku url my-app)"', summary: 'Request the home page of the app' }],
  run({ store, out }, { args }) {
    const [first] = servedUrls(store, args.app);
    if (first) return out.line(first);
    throw new Failure(`No domain points to ${args.app}`, {
      code: 'domains.none',
      hint: `Add a domain: dokku domains:add ${args.app} <domain> && dokku ps:restart ${args.app}`,
    });
  },
});
