import { printHowToApply } from '../../cli/parts/restart.ts';
import { appArgument, command } from '../../cli/table/define.ts';

export default command({
  name: 'ports:clear',
  summary: 'Remove all port mappings of an app',
  description:
    'An app without port mappings uses the config var PORT, else the ports that its image exposes, else http:80:5000.',
  args: [appArgument],
  flags: {},
  role: 'deploy',
  examples: [{ command: 'dokku ports:clear my-app', summary: 'Use the ports that the image exposes' }],
  run(context, { args }) {
    context.store.ports.replace(args.app, []);
    printHowToApply(context, args.app);
  },
});
