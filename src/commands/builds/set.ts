import { propertySet } from '../../cli/parts/property-set.ts';
import { properties } from './properties.ts';

export default propertySet({
  plugin: 'builds',
  summary: 'Set a builds property',
  properties,
  examples: [
    { command: 'dokku builds:set my-app retention 50', summary: 'Keep the logs of the last 50 builds' },
  ],
});
