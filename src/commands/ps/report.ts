import type { Context } from '../../cli/invoke/context.ts';
import { propertyRows, report } from '../../cli/parts/report.ts';
import { formationOwnsScale } from '../../release/process/scale.ts';
import { GLOBAL } from '../../state/scope.ts';
import { properties } from './properties.ts';
import { clusterStatus } from './status.ts';

export default report({
  plugin: 'ps',
  summary: 'Show the processes and process settings of apps',
  description:
    'running is true, mixed or false, or unknown when the cluster does not answer. ' +
    'One request to the cluster covers all apps.',
  dualKeys: true,
  bare: ['deployed', 'processes', 'running', 'restore'],
  examples: [
    { command: 'dokku ps:report my-app', summary: 'Show everything about one app' },
    { command: 'dokku ps:report my-app --running', summary: 'Print only the running state' },
  ],
  load: clusterStatus,
  app: (context, app, status) => ({
    deployed: String(context.store.releases.isDeployed(app)),
    ...status(app),
    'can-scale': String(canScale(context, app)),
    ...settings(context, app),
  }),
  global: (context) => propertyRows(context, 'ps', properties, GLOBAL),
});

function settings(context: Context, app: string) {
  const rows = propertyRows(context, 'ps', properties, app);
  return {
    ...rows,
    restore: rows.restore || properties.restore.default,
    'computed-start-cmd': rows['start-cmd']!,
    'computed-dockerfile-start-cmd': rows['dockerfile-start-cmd']!,
  };
}

/** False when app.json in the app's repository sets the scale. */
function canScale({ store }: Context, app: string): boolean {
  const current = store.releases.currentParts(app);
  return !current || !formationOwnsScale(JSON.parse(current.appSpec).formation);
}
