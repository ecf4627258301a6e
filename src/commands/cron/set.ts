import type { Context } from '../../cli/invoke/context.ts';
import { propertySet } from '../../cli/parts/property-set.ts';
import { GLOBAL } from '../../state/scope.ts';
import { properties } from './properties.ts';

export default propertySet({
  plugin: 'cron',
  summary: 'Set a cron property',
  properties,
  examples: [
    {
      command: 'dokku cron:set my-app maintenance true',
      summary: 'Stop starting tasks by schedule',
    },
    { command: 'dokku cron:set my-app maintenance', summary: 'Start tasks by schedule again' },
  ],
  async changed(context, { scope, property }) {
    if (property !== 'maintenance') return;
    const { changeMaintenance } = await import('../../deploy/tasks/suspend-cron.ts');
    // The value is already stored; apply it to the cluster.
    for (const app of affectedApps(context, scope))
      await changeMaintenance(context, app, 'cron:set maintenance', () => {});
  },
});

function affectedApps({ store }: Context, scope: string): string[] {
  const apps = scope === GLOBAL ? store.apps.names() : [scope];
  return apps.filter((app) => store.releases.isDeployed(app));
}
