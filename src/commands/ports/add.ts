import { printHowToApply } from '../../cli/parts/restart.ts';
import { appArgument, command } from '../../cli/table/define.ts';
import { checkDistinctHostPorts, isSamePortMap, parsePortMaps } from './port-map.ts';

export default command({
  name: 'ports:add',
  summary: 'Add port mappings to an app',
  args: [
    appArgument,
    { name: 'mapping', summary: 'scheme:host:container, e.g. http:80:5000', kind: 'text', rest: true },
  ],
  flags: {},
  role: 'deploy',
  examples: [
    { command: 'dokku ports:add my-app http:8080:5001', summary: 'Route port 8080 to 5001 in the container' },
  ],
  run(context, { args }) {
    const { store } = context;
    const maps = parsePortMaps(args.mapping);
    store.transaction(() => {
      const before = store.ports.list(args.app);
      const all = [...before, ...maps.filter((map) => !before.some((known) => isSamePortMap(known, map)))];
      checkDistinctHostPorts(all);
      store.ports.replace(args.app, all);
    });
    printHowToApply(context, args.app);
  },
});
