import type { Topic } from '../../cli/table/command-table.ts';

export const resourceTopic: Topic = {
  'resource:limit': () => import('./limit.ts'),
  'resource:limit-clear': () => import('./limit-clear.ts'),
  'resource:report': () => import('./report.ts'),
  'resource:reserve': () => import('./reserve.ts'),
  'resource:reserve-clear': () => import('./reserve-clear.ts'),
};
