import type { Context } from '../../cli/invoke/context.ts';
import { Failure } from '../../core/failure.ts';
import { nearest } from '../../core/suggest.ts';
import { cronTasks, type DeployedCronTask } from '../../deploy/tasks/cron-tasks.ts';

export const taskArgument = {
  name: 'id',
  summary: 'Id of the task; see cron:list',
  kind: 'text',
} as const;

/** The task with this id. Throws a Failure when it does not exist. */
export function findTask({ store }: Pick<Context, 'store'>, app: string, id: string): DeployedCronTask {
  const tasks = cronTasks(store, app);
  const task = tasks.find(({ spec }) => spec.id === id);
  if (task) return task;
  const meant = nearest(
    id,
    tasks.map(({ spec }) => spec.id),
  );
  throw new Failure(`${app} has no scheduled task with the id ${id}`, {
    code: 'cron.task',
    details: meant ? [`Did you mean ${meant}?`] : [],
    hint: `List the tasks and their ids with: dokku cron:list ${app}`,
  });
}
