import { propertySet } from '../../cli/parts/property-set.ts';
import { properties } from './properties.ts';

export default propertySet({
  plugin: 'app-json',
  summary: 'Set an app-json property',
  properties,
  examples: [
    {
      command: 'dokku app-json:set my-app appjson-path .dokku/app.json',
      summary: 'Use another app.json from the next push on',
    },
    { command: 'dokku app-json:set my-app appjson-path', summary: 'Use app.json in the root again' },
  ],
});
