import type { Context } from '../../cli/invoke/context.ts';
import { propertyRows, type Rows, report } from '../../cli/parts/report.ts';
import { GLOBAL } from '../../state/scope.ts';
import { properties } from './properties.ts';

export default report({
  plugin: 'scheduler-k3s',
  summary: 'Show the Kubernetes settings of apps',
  dualKeys: true,
  secret: { 'global-token': ({ store }) => store.secrets.get(GLOBAL, 'scheduler-k3s', 'token') },
  examples: [
    { command: 'dokku scheduler-k3s:report my-app', summary: 'Show the settings of one app' },
    {
      command: 'dokku scheduler-k3s:report my-app --scheduler-k3s-computed-namespace',
      summary: 'Print only the namespace',
    },
  ],
  app: (context, app) => rows(context, app),
  global: (context) => rows(context, GLOBAL),
});

function rows(context: Context, scope: string): Rows {
  const { 'global-token': token, ...shown } = propertyRows(context, 'scheduler-k3s', properties, scope);
  return scope === GLOBAL ? { ...shown, 'global-token': token! } : shown;
}
