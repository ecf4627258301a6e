import type { Topic } from '../../cli/table/command-table.ts';

export const domainsTopic: Topic = {
  'domains:add': () => import('./add.ts'),
  'domains:add-global': () => import('./add-global.ts'),
  'domains:clear': () => import('./clear.ts'),
  'domains:clear-global': () => import('./clear-global.ts'),
  'domains:disable': () => import('./disable.ts'),
  'domains:enable': () => import('./enable.ts'),
  'domains:remove': () => import('./remove.ts'),
  'domains:remove-global': () => import('./remove-global.ts'),
  'domains:report': () => import('./report.ts'),
  'domains:reset': () => import('./reset.ts'),
  'domains:set': () => import('./set.ts'),
  'domains:set-global': () => import('./set-global.ts'),
};
