import type { Topic } from '../../cli/table/command-table.ts';

export const nginxTopic: Topic = {
  'nginx:access-logs': () => import('./access-logs.ts'),
  'nginx:error-logs': () => import('./error-logs.ts'),
  'nginx:report': () => import('./report.ts'),
  'nginx:set': () => import('./set.ts'),
  'nginx:show-config': () => import('./show-config.ts'),
};
