import { propertySet } from '../../cli/parts/property-set.ts';
import { properties } from './properties.ts';

// Older releases named the value alone.
const types = ['k3s', 'nginx', 'traefik', 'caddy', 'haproxy', 'openresty'];

export default propertySet({
  plugin: 'proxy',
  summary: 'Say what brings requests to apps; there is one way',
  properties,
  shorthands: Object.fromEntries(types.map((value) => [value, { property: 'type', value }])),
  examples: [
    { command: 'dokku proxy:set --global type k3s', summary: 'Change nothing: requests come by the cluster' },
    { command: 'dokku proxy:set my-app k3s', summary: 'The same in its older form' },
  ],
});
