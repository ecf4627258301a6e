import * as z from 'zod';
import { scheduleProblem } from './schedule.ts';
import { commandText } from './values.ts';

const task = z.object({
  command: commandText(),
  schedule: z.string().superRefine((schedule, context) => {
    const problem = scheduleProblem(schedule);
    if (problem) context.addIssue({ code: 'custom', message: problem });
  }),
  maintenance: z.boolean().optional(),
  concurrency_policy: z.enum(['allow', 'forbid', 'replace']).optional(),
});

export type CronTask = z.infer<typeof task>;

/** Two tasks with the same command and schedule would have the same id. */
export const cron = z
  .array(task)
  .superRefine((tasks, context) => {
    const seen = new Set<string>();
    for (const [index, { command, schedule }] of tasks.entries()) {
      const key = `${command}===${schedule}`;
      if (seen.has(key)) {
        context.addIssue({
          code: 'custom',
          path: [index],
          message: 'must not repeat the command and schedule of a task above',
        });
      }
      seen.add(key);
    }
  })
  .optional();
