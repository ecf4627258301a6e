import { propertySet } from '../../cli/parts/property-set.ts';
import { properties } from './properties.ts';

// Older releases of Dokku accept the type without the name of the property.
const types = ['k3s', 'nginx', 'traefik', 'caddy', 'haproxy', 'openresty'];

export default propertySet({
  plugin: 'proxy',
  summary: 'Set the proxy type; k3s is the only type',
  properties,
  shorthands: Object.fromEntries(types.map((value) => [value, { property: 'type', value }])),
  examples: [
    {
      command: 'dokku proxy:set --global type k3s',
      summary: 'Keep the only type: the ingress controller of the cluster',
    },
    { command: 'dokku proxy:set my-app k3s', summary: 'Set the type in the older form of the command' },
  ],
});
