import { propertyRows, report } from '../../cli/parts/report.ts';
import { properties } from './properties.ts';

export default report({
  plugin: 'builder-dockerfile',
  summary: 'Show the builder-dockerfile settings of apps',
  examples: [{ command: 'dokku builder-dockerfile:report my-app', summary: 'Show the settings of one app' }],
  app: (context, app) => propertyRows(context, 'builder-dockerfile', properties, app),
  global: (context) => propertyRows(context, 'builder-dockerfile', properties, '--global'),
});
