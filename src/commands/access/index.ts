import type { Topic } from '../../cli/table/command-table.ts';

export const accessTopic: Topic = {
  'access:audit': () => import('./audit.ts'),
  'access:grant': () => import('./grant.ts'),
  'access:list': () => import('./list.ts'),
  'access:revoke': () => import('./revoke.ts'),
};
