import { printHowToApply } from '../../cli/parts/restart.ts';
import { appArgument, command } from '../../cli/table/define.ts';
import { checkDistinctHostPorts, parsePortMaps } from './port-map.ts';

export default command({
  name: 'ports:set',
  summary: 'Replace the port mappings of an app',
  args: [
    appArgument,
    { name: 'mapping', summary: 'scheme:host:container, e.g. http:80:5000', kind: 'text', rest: true },
  ],
  flags: {},
  role: 'deploy',
  examples: [
    {
      command: 'dokku ports:set my-app http:80:5000 https:443:5000',
      summary: 'Route both ports to 5000 in the container',
    },
  ],
  run(context, { args }) {
    const maps = parsePortMaps(args.mapping);
    checkDistinctHostPorts(maps);
    context.store.ports.replace(args.app, maps);
    printHowToApply(context, args.app);
  },
});
