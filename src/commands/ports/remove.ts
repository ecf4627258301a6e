import { printHowToApply } from '../../cli/parts/restart.ts';
import { appArgument, command } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import type { PortMap } from '../../state/apps/ports.ts';
import { isSamePortMap, parsePortMaps, portMapText } from './port-map.ts';

export default command({
  name: 'ports:remove',
  summary: 'Remove port mappings from an app',
  args: [
    appArgument,
    { name: 'mapping', summary: 'scheme:host:container, or only the host port', kind: 'text', rest: true },
  ],
  flags: {},
  role: 'deploy',
  examples: [
    { command: 'dokku ports:remove my-app http:8080:5001', summary: 'Remove one mapping' },
    { command: 'dokku ports:remove my-app 8080', summary: 'Remove the mapping of a host port' },
  ],
  run(context, { args }) {
    const { store } = context;
    const matchers = args.mapping.map(matcherOf);
    store.transaction(() => {
      const before = store.ports.list(args.app);
      const missing = args.mapping.filter((_, index) => !before.some(matchers[index]!));
      if (missing.length > 0) throw notMapped(args.app, missing, before);
      store.ports.replace(
        args.app,
        before.filter((map) => !matchers.some((matches) => matches(map))),
      );
    });
    printHowToApply(context, args.app);
  },
});

function matcherOf(word: string): (map: PortMap) => boolean {
  if (/^\d+$/.test(word)) return ({ host }) => host === Number(word);
  const [wanted] = parsePortMaps([word]);
  return (map) => isSamePortMap(map, wanted!);
}

function notMapped(app: string, words: string[], maps: PortMap[]): Failure {
  return new Failure(`${app} has no port mapping ${words.join(', ')}; nothing was changed`, {
    code: 'ports.missing',
    details: [
      maps.length > 0
        ? `Port mappings of ${app}: ${maps.map(portMapText).join(', ')}`
        : `${app} has no port mappings`,
    ],
  });
}
