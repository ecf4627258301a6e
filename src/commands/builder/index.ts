import type { Topic } from '../../cli/table/command-table.ts';

export const builderTopic: Topic = {
  'builder:report': () => import('./report.ts'),
  'builder:set': () => import('./set.ts'),
};
