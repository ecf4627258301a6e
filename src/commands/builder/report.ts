import { propertyRows, report } from '../../cli/parts/report.ts';
import { properties } from './properties.ts';

export default report({
  plugin: 'builder',
  summary: 'Show the builder settings of apps',
  dualKeys: true,
  examples: [
    { command: 'dokku builder:report my-app', summary: 'Show the settings of one app' },
    {
      command: 'dokku builder:report my-app --builder-detected',
      summary: 'Print the builder of the last build',
    },
  ],
  app: (context, app) => ({
    ...propertyRows(context, 'builder', properties, app),
    detected: context.store.properties.get(app, 'builder', 'detected') ?? '',
  }),
  global: (context) => propertyRows(context, 'builder', properties, '--global'),
});
