import type { Topic } from '../../cli/table/command-table.ts';

export const registryTopic: Topic = {
  'registry:login': () => import('./login.ts'),
  'registry:logout': () => import('./logout.ts'),
  'registry:report': () => import('./report.ts'),
  'registry:set': () => import('./set.ts'),
};
