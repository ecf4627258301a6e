import type { Topic } from '../../cli/table/command-table.ts';

export const appsTopic: Topic = {
  apps: () => import('./apps.ts'),
  'apps:clone': () => import('./clone.ts'),
  'apps:create': () => import('./create.ts'),
  'apps:destroy': () => import('./destroy.ts'),
  'apps:exists': () => import('./exists.ts'),
  'apps:list': () => import('./list.ts'),
  'apps:lock': () => import('./lock.ts'),
  'apps:locked': () => import('./locked.ts'),
  'apps:rename': () => import('./rename.ts'),
  'apps:report': () => import('./report.ts'),
  'apps:set': () => import('./set.ts'),
  'apps:unlock': () => import('./unlock.ts'),
};
