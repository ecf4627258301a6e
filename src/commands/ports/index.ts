import type { Topic } from '../../cli/table/command-table.ts';

export const portsTopic: Topic = {
  'ports:add': () => import('./add.ts'),
  'ports:clear': () => import('./clear.ts'),
  'ports:list': () => import('./list.ts'),
  'ports:remove': () => import('./remove.ts'),
  'ports:report': () => import('./report.ts'),
  'ports:set': () => import('./set.ts'),
};
