import type { Topic } from '../../cli/table/command-table.ts';

export const checksTopic: Topic = {
  'checks:disable': () => import('./disable.ts'),
  'checks:enable': () => import('./enable.ts'),
  'checks:report': () => import('./report.ts'),
  'checks:set': () => import('./set.ts'),
  'checks:skip': () => import('./skip.ts'),
};
