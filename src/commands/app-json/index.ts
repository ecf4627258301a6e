import type { Topic } from '../../cli/table/command-table.ts';

export const appJsonTopic: Topic = {
  'app-json:report': () => import('./report.ts'),
  'app-json:set': () => import('./set.ts'),
};
