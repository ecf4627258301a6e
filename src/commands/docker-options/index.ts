import type { Topic } from '../../cli/table/command-table.ts';

export const dockerOptionsTopic: Topic = {
  'docker-options:add': () => import('./add.ts'),
  'docker-options:clear': () => import('./clear.ts'),
  'docker-options:list': () => import('./list.ts'),
  'docker-options:remove': () => import('./remove.ts'),
  'docker-options:report': () => import('./report.ts'),
};
