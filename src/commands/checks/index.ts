import type { Topic } from '../table.ts';

export const checks: Topic = {
  'checks:disable': () => import('./disable.ts'),
  'checks:enable': () => import('./enable.ts'),
  'checks:report': () => import('./report.ts'),
  'checks:set': () => import('./set.ts'),
  'checks:skip': () => import('./skip.ts'),
};
