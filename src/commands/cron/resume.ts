import { appArgument, command } from '../../cli/table/define.ts';
import { findTask, taskArgument } from './find-task.ts';

export default command({
  name: 'cron:resume',
  summary: 'Resume a paused task',
  description: 'A task with "maintenance": true in app.json stays suspended.',
  args: [appArgument, taskArgument],
  flags: {},
  role: 'deploy',
  examples: [
    { command: 'dokku cron:resume my-app 5cruaotm4yzzpnjlsdunblj8qyjp', summary: 'Resume one task' },
  ],
  async run(context, { args: { app, id } }) {
    const { spec, byRepository, appInMaintenance } = findTask(context, app, id);
    const { changeMaintenance } = await import('../../deploy/tasks/suspend-cron.ts');
    await changeMaintenance(context, app, 'cron:resume', () =>
      context.store.properties.unset(app, 'cron', `maintenance.${id}`),
    );
    context.out.step(`Resumed: ${spec.text}`);
    if (byRepository)
      context.out.warn(
        'The task stays suspended: app.json sets "maintenance": true for the task. Remove the setting and push',
      );
    if (appInMaintenance)
      context.out.warn(
        `All tasks of ${app} are in maintenance. To end the maintenance: dokku cron:set ${app} maintenance false`,
      );
  },
});
