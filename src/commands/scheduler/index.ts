import type { Topic } from '../../cli/table/command-table.ts';

export const schedulerTopic: Topic = {
  'scheduler:report': () => import('./report.ts'),
  'scheduler:set': () => import('./set.ts'),
};
