import type { Topic } from '../../cli/table/command-table.ts';

export const letsencryptTopic: Topic = {
  'letsencrypt:cron-job': () => import('./cron-job.ts'),
  'letsencrypt:disable': () => import('./disable.ts'),
  'letsencrypt:enable': () => import('./enable.ts'),
  'letsencrypt:set': () => import('./set.ts'),
};
