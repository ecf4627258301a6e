import type { Topic } from '../../cli/table/command-table.ts';

export const certsTopic: Topic = {
  'certs:add': () => import('./add.ts'),
  'certs:generate': () => import('./generate.ts'),
  'certs:remove': () => import('./remove.ts'),
  'certs:report': () => import('./report.ts'),
  'certs:show': () => import('./show.ts'),
  'certs:update': () => import('./update.ts'),
};
