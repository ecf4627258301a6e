import { propertyRows, type Rows, report } from '../../cli/parts/report.ts';
import { cronTasks } from '../../deploy/tasks/cron-tasks.ts';
import { GLOBAL } from '../../state/scope.ts';
import { lastRunCells, lastRunsOf } from './last-runs.ts';
import { properties } from './properties.ts';

export default report({
  plugin: 'cron',
  summary: 'Show the cron settings of apps',
  dualKeys: true,
  examples: [
    { command: 'dokku cron:report my-app', summary: 'Show the settings of one app' },
    { command: 'dokku cron:report my-app --cron-task-count', summary: 'Print the number of its tasks' },
  ],
  description:
    'last-start-<id> and last-status-<id> are the start and the result of the last run of each task, or unknown if the ' +
    'cluster does not answer.',
  load: (context, apps) =>
    lastRunsOf(
      context,
      apps.filter((app) => cronTasks(context.store, app).length > 0),
    ),
  app(context, app, lastRuns) {
    const tasks = cronTasks(context.store, app);
    const rows: Rows = {
      ...propertyRows(context, 'cron', properties, app),
      'task-count': String(tasks.length),
    };
    for (const { spec } of tasks)
      [rows[`last-start-${spec.id}`], rows[`last-status-${spec.id}`]] = lastRunCells(
        lastRuns?.(app, spec.hash),
      );
    return rows;
  },
  global: (context) => propertyRows(context, 'cron', properties, GLOBAL),
});
