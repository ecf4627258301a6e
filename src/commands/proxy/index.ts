import type { Topic } from '../../cli/table/command-table.ts';

export const proxyTopic: Topic = {
  'proxy:report': () => import('./report.ts'),
  'proxy:set': () => import('./set.ts'),
};
