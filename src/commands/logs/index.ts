import type { Topic } from '../table.ts';

export const logs: Topic = {
  logs: () => import('./logs.ts'),
};
