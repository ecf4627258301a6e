import { propertySet } from '../../cli/parts/property-set.ts';
import { properties } from './properties.ts';

export default propertySet({
  plugin: 'ps',
  summary: 'Set a process property of an app or of all apps',
  properties,
  aliases: { 'stop-timeout': 'stop-timeout-seconds' },
  examples: [
    { command: 'dokku ps:set my-app stop-timeout-seconds 60', summary: 'Give processes a minute to stop' },
    { command: 'dokku ps:set my-app procfile-path .dokku/Procfile', summary: 'Use another Procfile' },
  ],
});
