import { propertySet } from '../../cli/parts/property-set.ts';
import { refuseForeignRepository } from './own-repository.ts';
import { properties } from './properties.ts';

export default propertySet({
  plugin: 'registry',
  summary: 'Set a registry property of an app or of all apps',
  properties,
  verify: refuseForeignRepository,
  examples: [
    {
      command: 'dokku registry:set --global server ghcr.io',
      summary: 'Push the images of all apps to ghcr.io',
    },
    {
      command: 'dokku registry:set --global server http://10.0.0.5:5000',
      summary: 'Push to a registry without TLS',
    },
    { command: 'dokku registry:set my-app image-repo team/my-app', summary: 'Set the image name of one app' },
  ],
});
