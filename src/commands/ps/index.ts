import type { Topic } from '../../cli/table/command-table.ts';

export const psTopic: Topic = {
  'ps:rebuild': () => import('./rebuild.ts'),
  'ps:report': () => import('./report.ts'),
  'ps:restart': () => import('./restart.ts'),
  'ps:scale': () => import('./scale.ts'),
  'ps:set': () => import('./set.ts'),
  'ps:start': () => import('./start.ts'),
  'ps:stop': () => import('./stop.ts'),
};
