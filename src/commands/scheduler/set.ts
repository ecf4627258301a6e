import { propertySet } from '../../cli/parts/property-set.ts';
import { properties } from './properties.ts';

export default propertySet({
  plugin: 'scheduler',
  summary: 'Change where apps run',
  properties,
  // Documentation has always shown this form, which names the value alone.
  shorthands: { k3s: { property: 'selected', value: 'k3s' } },
  examples: [
    { command: 'dokku scheduler:set my-app selected k3s', summary: 'Run the app on Kubernetes' },
    { command: 'dokku scheduler:set my-app shell /bin/sh', summary: 'Enter its containers with sh' },
  ],
});
