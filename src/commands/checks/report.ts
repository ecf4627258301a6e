import { propertyRows, report } from '../../cli/parts/report.ts';
import { GLOBAL } from '../../state/scope.ts';
import { properties } from './properties.ts';

export default report({
  plugin: 'checks',
  summary: 'Show the health check settings of apps',
  examples: [{ command: 'dokku checks:report my-app', summary: 'Show the settings of one app' }],
  app: (context, app) => {
    const list = (key: string) => context.store.properties.get(app, 'checks', key) ?? 'none';
    return {
      ...propertyRows(context, 'checks', properties, app),
      'disabled-list': list('disabled-list'),
      'skipped-list': list('skipped-list'),
    };
  },
  global: (context) => propertyRows(context, 'checks', properties, GLOBAL),
});
