import type { Topic } from '../table.ts';

export const builder: Topic = {
  'builder:report': () => import('./report.ts'),
  'builder:set': () => import('./set.ts'),
};
