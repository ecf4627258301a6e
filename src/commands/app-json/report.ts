import { propertyRows, report } from '../../cli/parts/report.ts';
import { GLOBAL } from '../../state/scope.ts';
import { properties } from './properties.ts';

export default report({
  plugin: 'app-json',
  summary: 'Show the app-json settings of apps',
  dualKeys: true,
  examples: [{ command: 'dokku app-json:report my-app', summary: 'Show the settings of one app' }],
  app: (context, app) => propertyRows(context, 'app-json', properties, app),
  global: (context) => propertyRows(context, 'app-json', properties, GLOBAL),
});
