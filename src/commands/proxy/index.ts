import type { Topic } from '../table.ts';

export const proxy: Topic = {
  'proxy:report': () => import('./report.ts'),
  'proxy:set': () => import('./set.ts'),
};
