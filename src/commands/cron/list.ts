import { visibleApps } from '../../access/guard.ts';
import { columns } from '../../cli/parts/table-text.ts';
import { command, formatFlag, scopeArgument } from '../../cli/table/define.ts';
import { cronTasks, type DeployedCronTask } from '../../deploy/tasks/cron-tasks.ts';
import { GLOBAL } from '../../state/scope.ts';
import { type LastRuns, lastRunCells, lastRunsOf } from './last-runs.ts';

export default command({
  name: 'cron:list',
  summary: 'List the scheduled tasks of an app or of all apps',
  description:
    'The list shows the tasks in app.json of the current release; times are UTC. The schedule does not start a task in ' +
    'maintenance; cron:run does. The last start and its result come from the cluster.',
  args: [scopeArgument],
  flags: { format: formatFlag },
  role: 'read',
  examples: [
    { command: 'dokku cron:list my-app', summary: 'List tasks with their schedules and ids' },
    { command: 'dokku cron:list --global', summary: 'List the tasks of all apps' },
  ],
  async run(context, { args: { scope }, flags }) {
    const { out, store } = context;
    const apps = scope === GLOBAL ? visibleApps(context, store.apps.names()) : [scope];
    const rows = apps.flatMap((app) => cronTasks(store, app).map((task) => ({ app, task })));
    const lastRuns = await lastRunsOf(context, [...new Set(rows.map(({ app }) => app))]);
    const runsOf = ({ app, task }: (typeof rows)[number]) => lastRuns?.(app, task.spec.hash);
    if (flags.format === 'json')
      return out.json(rows.map((row) => ({ ...asJson(row.app, row.task), ...lastRunJson(runsOf(row)) })));
    if (rows.length === 0) {
      return out.warn(
        scope === GLOBAL
          ? 'No app has scheduled tasks'
          : `${scope} has no scheduled tasks; add tasks to "cron" in app.json and push`,
      );
    }
    const withApp = (app: string, cells: string[]) => (scope === GLOBAL ? [app, ...cells] : cells);
    const table = [
      withApp('App', [
        'ID',
        'Schedule',
        'Concurrency',
        'Maintenance',
        'Command',
        'Last start',
        'Last status',
      ]),
      ...rows.map((row) => withApp(row.app, [...cellsOf(row.task), ...lastRunCells(runsOf(row))])),
    ];
    for (const line of columns(table)) out.line(line);
    for (const row of rows) {
      if (runsOf(row)?.last?.status === 'failed')
        out.warn(`To see why a run failed: dokku cron:logs ${row.app} ${row.task.spec.id}`);
    }
  },
});

function cellsOf({ spec, appInMaintenance, taskInMaintenance }: DeployedCronTask): string[] {
  const maintenance = taskInMaintenance ? 'true (task)' : appInMaintenance ? 'true (app)' : 'false';
  return [spec.id, spec.schedule, spec.concurrencyPolicy.toLowerCase(), maintenance, spec.text];
}

function lastRunJson(runs: LastRuns | undefined) {
  return {
    last_start: runs?.last?.startedAt ?? null,
    last_status: runs ? (runs.last?.status ?? null) : 'unknown',
    last_exit_code: runs?.last?.exitStatus ?? null,
    last_failed_start: runs?.lastFailed?.startedAt ?? null,
    last_succeeded_start: runs?.lastSucceeded?.startedAt ?? null,
  };
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
