import { propertyRows, report } from '../../cli/parts/report.ts';
import { GLOBAL } from '../../state/scope.ts';
import { properties } from './properties.ts';

export default report({
  plugin: 'scheduler',
  summary: 'Show the scheduler of apps',
  dualKeys: true,
  examples: [{ command: 'dokku scheduler:report my-app', summary: 'Show the scheduler of one app' }],
  app: (context, app) => propertyRows(context, 'scheduler', properties, app),
  global: (context) => propertyRows(context, 'scheduler', properties, GLOBAL),
});
