import { visibleApps } from '../../access/guard.ts';
import { columns } from '../../cli/parts/table-text.ts';
import { command, formatFlag, scopeArgument } from '../../cli/table/define.ts';
import { cronTasks, type DeployedCronTask } from '../../deploy/tasks/cron-tasks.ts';
import { GLOBAL } from '../../state/scope.ts';

export default command({
  name: 'cron:list',
  summary: 'List the scheduled tasks of an app or of all apps',
  description:
    'The list shows the tasks in app.json of the current release; times are UTC. The schedule does not start a task in ' +
    'maintenance; cron:run does.',
  args: [scopeArgument],
  flags: { format: formatFlag },
  role: 'read',
  examples: [
    { command: 'dokku cron:list my-app', summary: 'List tasks with their schedules and ids' },
    { command: 'dokku cron:list --global', summary: 'List the tasks of all apps' },
  ],
  run(context, { args: { scope }, flags }) {
    const { out, store } = context;
    const apps = scope === GLOBAL ? visibleApps(context, store.apps.names()) : [scope];
    const rows = apps.flatMap((app) => cronTasks(store, app).map((task) => ({ app, task })));
    if (flags.format === 'json') return out.json(rows.map(({ app, task }) => asJson(app, task)));
    if (rows.length === 0) {
      return out.warn(
        scope === GLOBAL
          ? 'No app has scheduled tasks'
          : `${scope} has no scheduled tasks; add tasks to "cron" in app.json and push`,
      );
    }
    const withApp = (app: string, cells: string[]) => (scope === GLOBAL ? [app, ...cells] : cells);
    const table = [
      withApp('App', ['ID', 'Schedule', 'Concurrency', 'Maintenance', 'Command']),
      ...rows.map(({ app, task }) => withApp(app, cellsOf(task))),
    ];
    for (const line of columns(table)) out.line(line);
  },
});

function cellsOf({ spec, appInMaintenance, taskInMaintenance }: DeployedCronTask): string[] {
  const maintenance = taskInMaintenance ? 'true (task)' : appInMaintenance ? 'true (app)' : 'false';
  return [spec.id, spec.schedule, spec.concurrencyPolicy.toLowerCase(), maintenance, spec.text];
}

function asJson(app: string, { spec, appInMaintenance, taskInMaintenance }: DeployedCronTask) {
  return {
    id: spec.id,
    app,
    command: spec.text,
    schedule: spec.schedule,
    concurrency_policy: spec.concurrencyPolicy.toLowerCase(),
    'app-in-maintenance': appInMaintenance,
    'task-in-maintenance': taskInMaintenance,
    maintenance: appInMaintenance || taskInMaintenance,
  };
}
