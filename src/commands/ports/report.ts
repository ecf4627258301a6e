import { report } from '../../cli/parts/report.ts';
import { portsOfCurrentRelease } from './detected.ts';
import { portMapsAsJson, portMapText } from './port-map.ts';

export default report({
  plugin: 'ports',
  summary: 'Show the port mappings of apps',
  dualKeys: true,
  examples: [
    {
      command: 'dokku ports:report my-app',
      summary: 'Show the port mappings that are set and the ports that the image exposes',
    },
  ],
  app({ store }, app) {
    const maps = store.ports.list(app);
    const detected = portsOfCurrentRelease(store, app);
    return {
      map: maps.map(portMapText).join(' '),
      'map-json': JSON.stringify(portMapsAsJson(maps)),
      'map-detected': detected.map(portMapText).join(' '),
      'map-detected-json': JSON.stringify(portMapsAsJson(detected)),
    };
  },
});
