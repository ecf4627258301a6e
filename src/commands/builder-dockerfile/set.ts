import { propertySet } from '../../cli/parts/property-set.ts';
import { properties } from './properties.ts';

export default propertySet({
  plugin: 'builder-dockerfile',
  summary: 'Set how Dockerfiles are built',
  properties,
  examples: [
    {
      command: 'dokku builder-dockerfile:set my-app dockerfile-path docker/web.Dockerfile',
      summary: 'Build another file than Dockerfile',
    },
  ],
});
