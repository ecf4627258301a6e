import type { Topic } from '../../cli/table/command-table.ts';

export const tokensTopic: Topic = {
  'tokens:create': () => import('./create.ts'),
  'tokens:list': () => import('./list.ts'),
  'tokens:revoke': () => import('./revoke.ts'),
};
