import type { Context } from '../../cli/invoke/context.ts';
import { propertyRows, type Rows, report } from '../../cli/parts/report.ts';
import { GLOBAL } from '../../state/scope.ts';
import { properties } from './properties.ts';

export default report({
  plugin: 'proxy',
  summary: 'Show the proxy of apps',
  dualKeys: true,
  examples: [
    {
      command: 'dokku proxy:report my-app --proxy-computed-type',
      summary: 'Print the proxy type of one app',
    },
  ],
  app: (context, app) => ({ ...rowsOf(context, app), enabled: 'true' }),
  global: (context) => rowsOf(context, GLOBAL),
});

function rowsOf(context: Context, scope: string): Rows {
  return propertyRows(context, 'proxy', properties, scope);
}
