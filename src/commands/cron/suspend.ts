import { appArgument, command } from '../../cli/table/define.ts';
import { findTask, taskArgument } from './find-task.ts';

export default command({
  name: 'cron:suspend',
  summary: 'Pause a scheduled task',
  description:
    'The pause takes effect at once and lasts through deploys, until cron:resume. An active run is not stopped.',
  args: [appArgument, taskArgument],
  flags: {},
  role: 'deploy',
  examples: [
    { command: 'dokku cron:suspend my-app 5cruaotm4yzzpnjlsdunblj8qyjp', summary: 'Pause one task' },
  ],
  async run(context, { args: { app, id } }) {
    const { spec } = findTask(context, app, id);
    const { changeMaintenance } = await import('../../deploy/tasks/suspend-cron.ts');
    await changeMaintenance(context, app, 'cron:suspend', () =>
      context.store.properties.set(app, 'cron', `maintenance.${id}`, 'true'),
    );
    context.out.step(`Suspended: ${spec.text}`);
    context.out.detail(`Undo with: dokku cron:resume ${app} ${id}`);
  },
});
