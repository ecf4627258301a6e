import type { Topic } from '../table.ts';

export const server: Topic = {
  server: () => import('./server.ts'),
  'ssh-session': () => import('./ssh-session.ts'),
};
