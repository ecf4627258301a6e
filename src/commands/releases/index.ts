import type { Topic } from '../../cli/table/command-table.ts';

export const releasesTopic: Topic = {
  'releases:diff': () => import('./diff.ts'),
  'releases:info': () => import('./info.ts'),
  'releases:list': () => import('./list.ts'),
  'releases:rollback': () => import('./rollback.ts'),
};
