import type { Context } from '../../cli/invoke/context.ts';
import { propertySet } from '../../cli/parts/property-set.ts';
import { GLOBAL } from '../../state/scope.ts';
import { properties } from './properties.ts';

export default propertySet({
  plugin: 'cron',
  summary: 'Change how scheduled tasks are started',
  properties,
  examples: [
    {
      command: 'dokku cron:set my-app maintenance true',
      summary: 'Start no task by its schedule, from now on',
    },
    { command: 'dokku cron:set my-app maintenance', summary: 'Start them again' },
  ],
  async changed(context, { scope, property }) {
    if (property !== 'maintenance') return;
    const { changeMaintenance } = await import('../../deploy/tasks/suspend-cron.ts');
    // The value is stored already; what is left is to bring it to the cluster.
    for (const app of concerned(context, scope))
      await changeMaintenance(context, app, 'cron:set maintenance', () => {});
  },
});

function concerned({ store }: Context, scope: string): string[] {
  const apps = scope === GLOBAL ? store.apps.names() : [scope];
  return apps.filter((app) => store.releases.isDeployed(app));
}
