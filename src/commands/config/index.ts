import type { Topic } from '../../cli/table/command-table.ts';

export const configTopic: Topic = {
  config: () => import('./config.ts'),
  'config:bundle': () => import('./bundle.ts'),
  'config:clear': () => import('./clear.ts'),
  'config:export': () => import('./export.ts'),
  'config:get': () => import('./get.ts'),
  'config:import': () => import('./import.ts'),
  'config:keys': () => import('./keys.ts'),
  'config:set': () => import('./set.ts'),
  'config:show': () => import('./show.ts'),
  'config:unset': () => import('./unset.ts'),
};
