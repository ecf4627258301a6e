import type { Topic } from '../../cli/table/command-table.ts';

export const cronTopic: Topic = {
  'cron:list': () => import('./list.ts'),
  'cron:logs': () => import('./logs.ts'),
  'cron:report': () => import('./report.ts'),
  'cron:resume': () => import('./resume.ts'),
  'cron:run': () => import('./run.ts'),
  'cron:set': () => import('./set.ts'),
  'cron:suspend': () => import('./suspend.ts'),
};
