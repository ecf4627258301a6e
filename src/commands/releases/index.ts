import type { Topic } from '../../cli/table/command-table.ts';

export const releases: Topic = {
  'releases:diff': () => import('./diff.ts'),
  'releases:info': () => import('./info.ts'),
  'releases:list': () => import('./list.ts'),
  'releases:rollback': () => import('./rollback.ts'),
};
