import type { Topic } from '../../cli/table/command-table.ts';

export const logsTopic: Topic = {
  logs: () => import('./logs.ts'),
  'logs:report': () => import('./report.ts'),
  'logs:set': () => import('./set.ts'),
};
