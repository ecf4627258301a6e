import { propertySet } from '../../cli/parts/property-set.ts';
import { properties } from './properties.ts';

export default propertySet({
  plugin: 'builder-dockerfile',
  summary: 'Set a builder-dockerfile property',
  properties,
  examples: [
    {
      command: 'dokku builder-dockerfile:set my-app dockerfile-path docker/web.Dockerfile',
      summary: 'Build docker/web.Dockerfile instead of Dockerfile',
    },
  ],
});
