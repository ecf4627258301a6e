import { appArgument, command, formatFlag } from '../../cli/table/define.ts';
import { servedUrls } from './served.ts';

export default command({
  name: 'urls',
  summary: 'Print all URLs of an app',
  args: [appArgument],
  flags: { format: formatFlag },
  role: 'read',
  examples: [{ command: 'dokku urls my-app', summary: 'Print the URLs of the app, one per line' }],
  run({ store, out }, { args, flags }) {
    const urls = servedUrls(store, args.app);
    if (flags.format === 'json') return out.json(urls);
    if (urls.length > 0) out.line(urls.join('\n'));
  },
});
