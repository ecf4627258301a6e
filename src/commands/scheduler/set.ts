import { propertySet } from '../../cli/parts/property-set.ts';
import { properties } from './properties.ts';

export default propertySet({
  plugin: 'scheduler',
  summary: 'Set the scheduler or the default shell of apps',
  properties,
  // Dokku's documentation shows this form, without the name of the property.
  shorthands: { k3s: { property: 'selected', value: 'k3s' } },
  examples: [
    { command: 'dokku scheduler:set my-app selected k3s', summary: 'Run the app on Kubernetes' },
    { command: 'dokku scheduler:set my-app shell /bin/sh', summary: 'Use sh in the containers of the app' },
  ],
});
