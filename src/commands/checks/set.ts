import { propertySet } from '../property-set.ts';
import { properties } from './properties.ts';

export default propertySet({
  plugin: 'checks',
  summary: 'Change how old processes give way to new ones',
  properties,
  examples: [
    {
      command: 'dokku checks:set my-app wait-to-retire 60',
      summary: 'Let old pods serve a minute longer, e.g. for slow downloads',
    },
  ],
});
