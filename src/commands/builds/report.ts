import { propertyRows, report } from '../../cli/parts/report.ts';
import { properties } from './properties.ts';

export default report({
  plugin: 'builds',
  summary: 'Show the builds settings of apps',
  dualKeys: true,
  examples: [{ command: 'dokku builds:report my-app', summary: 'Show the settings of one app' }],
  app: (context, app) => propertyRows(context, 'builds', properties, app),
  global: (context) => propertyRows(context, 'builds', properties, '--global'),
});
