import type { Topic } from '../table.ts';

export const tokens: Topic = {
  'tokens:create': () => import('./create.ts'),
  'tokens:list': () => import('./list.ts'),
  'tokens:revoke': () => import('./revoke.ts'),
};
