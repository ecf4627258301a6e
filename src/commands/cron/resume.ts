import { appArgument, command } from '../../cli/table/define.ts';
import { findTask, taskArgument } from './find-task.ts';

export default command({
  name: 'cron:resume',
  summary: 'Start a scheduled task by its schedule again',
  description: 'A task that app.json itself puts into maintenance stays there.',
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
        'app.json has "maintenance": true for it, so it stays suspended: change that and push',
      );
    if (appInMaintenance)
      context.out.warn(
        `All tasks of ${app} are in maintenance. To end that: dokku cron:set ${app} maintenance false`,
      );
  },
});
