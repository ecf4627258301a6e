import { propertyRows, report } from '../../cli/parts/report.ts';
import { GLOBAL } from '../../state/scope.ts';
import { properties } from './properties.ts';

export default report({
  plugin: 'logs',
  summary: 'Show the logs settings of apps',
  dualKeys: true,
  secret: {
    'vector-sink': ({ store }, app) => store.secrets.get(app, 'logs', 'vector-sink'),
    'global-vector-sink': ({ store }) => store.secrets.get(GLOBAL, 'logs', 'vector-sink'),
  },
  examples: [{ command: 'dokku logs:report my-app', summary: 'Show the settings of one app' }],
  app: (context, app) => propertyRows(context, 'logs', properties, app),
  global: (context) => propertyRows(context, 'logs', properties, GLOBAL),
});
