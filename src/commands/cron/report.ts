import { propertyRows, report } from '../../cli/parts/report.ts';
import { cronTasks } from '../../deploy/tasks/cron-tasks.ts';
import { GLOBAL } from '../../state/scope.ts';
import { properties } from './properties.ts';

export default report({
  plugin: 'cron',
  summary: 'Show the cron settings of apps',
  dualKeys: true,
  examples: [
    { command: 'dokku cron:report my-app', summary: 'Show the settings of one app' },
    { command: 'dokku cron:report my-app --cron-task-count', summary: 'Print the number of its tasks' },
  ],
  app: (context, app) => ({
    ...propertyRows(context, 'cron', properties, app),
    'task-count': String(cronTasks(context.store, app).length),
  }),
  global: (context) => propertyRows(context, 'cron', properties, GLOBAL),
});
