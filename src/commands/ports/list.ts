import { columns } from '../../cli/parts/table-text.ts';
import { appArgument, command, formatFlag } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import type { PortMap } from '../../state/apps/ports.ts';
import { portsOfCurrentRelease } from './detected.ts';
import { portMapsAsJson, portMapText } from './port-map.ts';

export default command({
  name: 'ports:list',
  summary: 'List the port mappings of an app',
  args: [appArgument],
  flags: { format: formatFlag },
  role: 'read',
  examples: [{ command: 'dokku ports:list my-app', summary: 'List scheme, host port and container port' }],
  run({ store, out }, { args, flags }) {
    const maps = store.ports.list(args.app);
    if (flags.format === 'json') return out.json(portMapsAsJson(maps));
    if (maps.length === 0) throw noMappings(args.app, portsOfCurrentRelease(store, args.app));
    out.step(`Port mappings for ${args.app}`);
    const rows = maps.map(({ scheme, host, container }) => [scheme, String(host), String(container)]);
    for (const row of columns([['-----> scheme', 'host port', 'container port'], ...rows]))
      out.line(`    ${row}`);
  },
});

function noMappings(app: string, detected: readonly PortMap[]): Failure {
  return new Failure(`No port mappings are set for ${app}`, {
    code: 'ports.none',
    details:
      detected.length > 0
        ? [`Detected in the image of the app: ${detected.map(portMapText).join(', ')}`]
        : [],
    hint: `Set a port mapping: dokku ports:set ${app} http:80:5000`,
  });
}
