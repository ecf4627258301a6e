import type { Topic } from '../table.ts';

export const logs: Topic = {
  logs: () => import('./logs.ts'),
  'logs:report': () => import('./report.ts'),
  'logs:set': () => import('./set.ts'),
};
